// Every module of pure functions over foreign text: of a server, a model, a repository or a page.
import { isShortSelection } from '../../support/testSelection.js';
import * as command from '../../../src/core/agent/sandboxAgent/command.js';
import * as compatEvents from '../../../src/core/agent/sandboxAgent/events.js';
import * as httpErrors from '../../../src/core/agent/transport/httpErrors.js';
import * as events from '../../../src/core/agent/opencode1/events.js';
import * as probe from '../../../src/core/agent/probe.js';
import * as url from '../../../src/core/agent/transport/url.js';
import * as content from '../../../src/core/changes/content.js';
import * as lines from '../../../src/core/changes/lines.js';
import * as merge from '../../../src/core/changes/merge.js';
import * as gitQuoting from '../../../src/core/text/gitQuoting.js';
import * as patch from '../../../src/core/text/patch.js';
import * as paths from '../../../src/core/changes/paths.js';
import * as repository from '../../../src/core/changes/repository.js';
import * as secrets from '../../../src/core/changes/secrets.js';
import * as sensitive from '../../../src/core/changes/sensitive.js';
import * as applyPatch from '../../../src/core/changes/applyPatch.js';
import * as deploy from '../../../src/core/deploy.js';
import * as hideSecrets from '../../../src/core/hideSecrets.js';
import * as redact from '../../../src/core/redact.js';
import * as profile from '../../../src/core/sandbox/profile.js';
import * as remote from '../../../src/core/sandbox/remote.js';
import * as secretNames from '../../../src/core/secretNames.js';
import * as context from '../../../src/core/send/context.js';
import * as template from '../../../src/core/send/template.js';
import * as chatTranscript from '../../../src/host/features/chat/transcript.js';
import * as filter from '../../../src/host/features/terminal/filter.js';
import * as trafficLines from '../../../src/host/features/traffic/lines.js';
import * as resend from '../../../src/shared/model/resend.js';
import * as format from '../../../src/shared/format.js';
import * as ids from '../../../src/shared/model/ids.js';
import * as sanitizeText from '../../../src/shared/text/sanitizeText.js';
import * as trim from '../../../src/shared/trim.js';
import * as blocks from '../../../src/webview/markdown/blocks.js';
import * as complexityGuard from '../../../src/webview/markdown/complexityGuard.js';
import * as links from '../../../src/webview/markdown/links.js';
import * as textChunks from '../../../src/webview/markdown/textChunks.js';
import * as sections from '../../../src/webview/markdown/sections.js';
import * as ansi from '../../../src/webview/tools/ansi.js';
import * as image from '../../../src/webview/ui/image.js';
import * as slashCommand from '../../../src/shared/model/slashCommand.js';
import * as cut from '../../../src/shared/text/cut.js';
import * as emphasis from '../../../src/webview/markdown/emphasis.js';
import * as definitions from '../../../src/webview/markdown/definitions.js';
import * as formulas from '../../../src/webview/markdown/formulas.js';
import * as screen from '../../../src/webview/tools/screen.js';

/** The modules by name. */
export const modules: Readonly<Record<string, object>> = {
  command,
  compatEvents,
  httpErrors,
  events,
  probe,
  url,
  content,
  lines,
  merge,
  gitQuoting,
  patch,
  paths,
  repository,
  secrets,
  sensitive,
  applyPatch,
  deploy,
  hideSecrets,
  redact,
  profile,
  remote,
  secretNames,
  context,
  template,
  chatTranscript,
  filter,
  trafficLines,
  resend,
  format,
  ids,
  sanitizeText,
  trim,
  blocks,
  complexityGuard,
  links,
  textChunks,
  sections,
  ansi,
  image,
  screen,
  formulas,
  definitions,
  emphasis,
  cut,
  slashCommand,
};

/** Characters of each text; the short selection has fewer, still enough for what takes quadratic time to stand out. */
const SIZE = isShortSelection() ? 200_000 : 1_000_000;
const of = (unit: string): string => unit.repeat(Math.ceil(SIZE / unit.length)).slice(0, SIZE);
/** The size in words. */
export const SIZE_TEXT = isShortSelection() ? '200 KB' : '1 MB';
const UNITS = [
  ...[' ', '\t', '\n', '/', '.', '=', '`', '~', '[', '"', '*', 'a', '0'],
  ...['\u001b[', '\r\n', './', ' \n', '[a](', '`\n', '\\"', '<a ', 'a/', '👩\u200d', '--- a\n+++ b\n'],
];

/** Arguments of functions that do not take a single text. */
export const ARGUMENTS: Readonly<Record<string, (text: string) => readonly unknown[]>> = {
  collisions: (text) => [[text, text]],
  secretSigns: (text) => ['name', [text]],
  relativeTo: (text) => ['/w', text],
  absoluteIn: (text) => ['/w', text],
  pathIn: (text) => ['/w', text],
  join: (text) => ['https://box.example', text],
  matchRepositories: (text) => [
    { remotes: [text], roots: [] },
    { remotes: [text], roots: [] },
  ],
  expandCommand: (text) => [text, 'x y'],
};

/** A long text of each unit: alone, with something else before or after it, and where a regular expression would start to look. */
export function* texts(): Generator<readonly [name: string, text: string]> {
  for (const unit of UNITS) {
    const text = of(unit);
    yield [`${JSON.stringify(unit)} and x`, `x${text}x`];
  }
  for (const start of ['[remote "o"]\n\turl=r', 'From `', 'data:image/png;base64,', '```'])
    for (const unit of [' ', '\t'])
      yield [`${JSON.stringify(start)} and ${JSON.stringify(unit)}`, `${start}${of(unit)} x`];
}
