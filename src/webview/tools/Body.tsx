import type { ComponentChildren } from 'preact';
import type { ToolPart } from '../../shared/model/entities.js';
import { TOOL_STATES, toolState } from '../../shared/model/states.js';
import { host } from '../bridge.js';
import { beginningOf } from '../../shared/text/cut.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { Checklist } from '../ui/Checklist.js';
import { DiffLines } from '../ui/DiffLines.js';
import { Child } from './Subagent.js';
import { childOf, describe, objectsIn, outputOf, textIn, type Description } from './toolSummary.js';
import { isPicture } from './image.js';
import { Output } from './Output.js';
import { Results } from './Results.js';
import { excerptOf, pretty, resultsOf } from './toolResults.js';

const Command = ({ part }: { part: ToolPart }) => (
  <pre class="command" tabIndex={0}>
    {readable(textIn(part.input, 'command') || (part.title ?? ''))}
  </pre>
);

/** The questions that were asked, with what was answered. */
const Answers = ({ part }: { part: ToolPart }) => {
  const given = part.metadata['answers'];
  const answers = Array.isArray(given) ? given : [];
  return (
    <dl class="answers">
      {objectsIn(part.input, 'questions').map((one, i) => {
        const answer: unknown = answers[i];
        const words = Array.isArray(answer) ? answer.filter((word) => typeof word === 'string').join(', ') : '';
        return (
          <>
            <dt dir="auto">{readable(textIn(one, 'question'))}</dt>
            <dd dir="auto">{words === '' ? t('No answer') : readable(words)}</dd>
          </>
        );
      })}
    </dl>
  );
};

const Input = ({ part }: { part: ToolPart }) =>
  Object.keys(part.input).length === 0 ? null : (
    <>
      <div class="note">{t('Input')}</div>
      <pre class="input" tabIndex={0}>
        {readable(beginningOf(JSON.stringify(part.input, undefined, 2), 20_000))}
      </pre>
    </>
  );

const todosOf = (part: ToolPart) =>
  objectsIn(part.input, 'todos').map((one) => ({ content: textIn(one, 'content'), status: textIn(one, 'status') }));

/** What is behind the line of a tool that went well. */
function content(part: ToolPart, about: Description): ComponentChildren {
  if (about.patch !== undefined) return <DiffLines patch={about.patch} />;
  const results = resultsOf(part);
  if (results.length > 0) return <Results results={results} />;
  const excerpt = excerptOf(part);
  if (excerpt !== undefined) return <Output text={excerpt.text} part={part} from={excerpt.from} />;
  const output = outputOf(part);
  if (part.tool === 'bash')
    return (
      <>
        <Command part={part} />
        <Output text={output} part={part} />
      </>
    );
  if (part.tool === 'task' && childOf(part) !== '') return <Child part={part} />;
  const todos = part.tool === 'todowrite' ? todosOf(part) : [];
  if (todos.length > 0) return <Checklist list={todos} />;
  if (part.tool === 'question') return <Answers part={part} />;
  return (
    <>
      {about.icon === 'tool' && <Input part={part} />}
      {about.icon === 'tool' && <div class="note">{t('Output')}</div>}
      <Output text={pretty(output)} part={part} />
    </>
  );
}

const Actions = ({ part, about }: { part: ToolPart; about: Description }) => {
  const { path, patch } = about;
  const first = excerptOf(part)?.from;
  if (part.status !== 'completed' || (path === undefined && patch === undefined)) return null;
  return (
    <div class="tool-links">
      {patch !== undefined && (
        <button
          type="button"
          class="link"
          onClick={() => host.send('openDiff', { messageId: part.messageId, partId: part.id })}
        >
          {t('Open Diff')}
        </button>
      )}
      {path !== undefined && resultsOf(part).length === 0 && (
        <button
          type="button"
          class="link"
          onClick={() => host.send('openPath', first === undefined || first === 1 ? { path } : { path, line: first })}
        >
          {t('Open File')}
        </button>
      )}
    </div>
  );
};

/** Why a call did not end well; what the user did is told quietly, in their words. */
const Why = ({ part }: { part: ToolPart }) => {
  const state = toolState(part, false);
  if (state !== 'failed')
    return (
      <div class="quiet">
        {t(TOOL_STATES[state].word)}
        {part.reason === undefined ? '' : `: ${readable(part.reason)}`}
      </div>
    );
  return (
    <div class="tool-error" role="note" dir="auto">
      {readable(part.error ?? t('The tool failed.'))}
    </div>
  );
};

/** What is behind the line of a tool call. */
export function Body({ part, directory }: { part: ToolPart; directory: string }) {
  const about = describe(part, directory);
  if (part.status === 'error')
    return (
      <>
        {part.tool === 'bash' ? <Command part={part} /> : about.icon === 'tool' && <Input part={part} />}
        {part.tool === 'question' && <Answers part={part} />}
        <Why part={part} />
      </>
    );
  return (
    <>
      {content(part, about)}
      {part.attachments
        ?.filter(({ url }) => isPicture(url))
        .map(({ id, url, filename }) => (
          <img key={id} class="attached" src={url} alt={filename ?? t('Image')} />
        ))}
      <Actions part={part} about={about} />
    </>
  );
}
