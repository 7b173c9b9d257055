import { icon as agent } from '@vscode/codicons/src/icons/agent.svg';
import { icon as arrowDown } from '@vscode/codicons/src/icons/arrow-down.svg';
import { icon as arrowUp } from '@vscode/codicons/src/icons/arrow-up.svg';
import { icon as attach } from '@vscode/codicons/src/icons/attach.svg';
import { icon as bell } from '@vscode/codicons/src/icons/bell.svg';
import { icon as bellDot } from '@vscode/codicons/src/icons/bell-dot.svg';
import { icon as check } from '@vscode/codicons/src/icons/check.svg';
import { icon as chevronRight } from '@vscode/codicons/src/icons/chevron-right.svg';
import { icon as circleLarge } from '@vscode/codicons/src/icons/circle-large.svg';
import { icon as circleSlash } from '@vscode/codicons/src/icons/circle-slash.svg';
import { icon as close } from '@vscode/codicons/src/icons/close.svg';
import { icon as copy } from '@vscode/codicons/src/icons/copy.svg';
import { icon as debugStop } from '@vscode/codicons/src/icons/debug-stop.svg';
import { icon as discard } from '@vscode/codicons/src/icons/discard.svg';
import { icon as edit } from '@vscode/codicons/src/icons/edit.svg';
import { icon as error } from '@vscode/codicons/src/icons/error.svg';
import { icon as file } from '@vscode/codicons/src/icons/file.svg';
import { icon as globe } from '@vscode/codicons/src/icons/globe.svg';
import { icon as history } from '@vscode/codicons/src/icons/history.svg';
import { icon as insert } from '@vscode/codicons/src/icons/insert.svg';
import { icon as listUnordered } from '@vscode/codicons/src/icons/list-unordered.svg';
import { icon as markdown } from '@vscode/codicons/src/icons/markdown.svg';
import { icon as pass } from '@vscode/codicons/src/icons/pass.svg';
import { icon as question } from '@vscode/codicons/src/icons/question.svg';
import { icon as record } from '@vscode/codicons/src/icons/record.svg';
import { icon as refresh } from '@vscode/codicons/src/icons/refresh.svg';
import { icon as repoForked } from '@vscode/codicons/src/icons/repo-forked.svg';
import { icon as search } from '@vscode/codicons/src/icons/search.svg';
import { icon as send } from '@vscode/codicons/src/icons/send.svg';
import { icon as terminal } from '@vscode/codicons/src/icons/terminal.svg';
import { icon as tools } from '@vscode/codicons/src/icons/tools.svg';

/** The codicons that the chat uses, by meaning; the build includes only their shapes. */
const ICONS = {
  send,
  stop: debugStop,
  attach,
  chevron: chevronRight,
  check,
  error,
  steer: arrowUp,
  terminal,
  file,
  edit,
  search,
  globe,
  list: listUnordered,
  agent,
  tool: tools,
  bell,
  'bell-dot': bellDot,
  'circle-large': circleLarge,
  pass,
  'circle-slash': circleSlash,
  history,
  record,
  question,
  close,
  copy,
  insert,
  down: arrowDown,
  fork: repoForked,
  retry: refresh,
  markdown,
  undo: discard,
} as const;

/** Name of an icon. */
export type IconName = keyof typeof ICONS;

export const Icon = ({ name }: { name: IconName }) => {
  const { viewBox, paths } = ICONS[name];
  return (
    <svg class="icon" viewBox={viewBox} width="16" height="16" aria-hidden="true" fill="currentColor">
      {paths.map(([d, rule]) => (
        <path key={d} d={d} fill-rule={rule} />
      ))}
    </svg>
  );
};

export const Spinner = () => <span class="spinner" aria-hidden="true" />;
