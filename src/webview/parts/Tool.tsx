import { useState } from 'preact/hooks';
import { sessionId as toSessionId } from '../../shared/model/ids.js';
import type { ToolPart } from '../../shared/model/entities.js';
import { host } from '../bridge.js';
import { duration, visible } from '../format.js';
import { t } from '../l10n.js';
import { sandboxState } from '../state.js';
import { DiffLines } from '../ui/DiffLines.js';
import { Icon, Spinner } from '../ui/icons.js';
import { childOf, describe, outputOf } from './describe.js';
import { Output } from './Output.js';

const asJson = (value: unknown): string => JSON.stringify(value, null, 2);

const Body = ({ part }: { part: ToolPart }) => {
  const about = describe(part);
  const output = outputOf(part);
  const child = childOf(part);
  if (part.status === 'error')
    return (
      <div class="tool-error" role="note">
        {part.error ?? t('The tool failed.')}
      </div>
    );
  if (about.patch !== undefined)
    return (
      <>
        <DiffLines patch={about.patch} />
        <div class="tool-actions">
          <button
            type="button"
            class="link"
            onClick={() => host.send('openDiff', { messageId: part.messageId, partId: part.id })}
          >
            {t('Open Diff')}
          </button>
        </div>
      </>
    );
  if (part.tool === 'bash')
    return (
      <>
        <pre class="command" tabIndex={0}>
          {visible(about.target)}
        </pre>
        <Output text={output} part={part} />
      </>
    );
  if (part.tool === 'task' && child !== '') return <Child id={child} output={output} part={part} />;
  return (
    <>
      {about.icon === 'tool' && Object.keys(part.input).length > 0 && (
        <pre class="input" tabIndex={0}>
          {asJson(part.input).slice(0, 20_000)}
        </pre>
      )}
      <Output text={output} part={part} />
    </>
  );
};

const Child = ({ id, output, part }: { id: string; output: string; part: ToolPart }) => {
  const state = sandboxState.value;
  const known = state.sessions.get(toSessionId(id));
  const running = state.status.has(toSessionId(id));
  return (
    <>
      <div class="tool-actions">
        <span>
          {visible(known?.title ?? id)}
          {running ? ` · ${t('working')}` : ''}
        </span>
        <button type="button" class="link" onClick={() => host.send('openSession', { id: toSessionId(id) })}>
          {t('Open')}
        </button>
      </div>
      {output !== '' && <Output text={output} part={part} />}
    </>
  );
};

const State = ({ part }: { part: ToolPart }) => {
  if (part.status === 'error')
    return (
      <span class="state failed">
        <Icon name="error" />
      </span>
    );
  if (part.status === 'completed')
    return (
      <span class="state done">
        <Icon name="check" />
      </span>
    );
  return <Spinner />;
};

/** A tool call: one line, and what is behind it. Open when it failed or shows a diff; folded otherwise. */
export function Tool({ part, live }: { part: ToolPart; live: boolean }) {
  const about = describe(part);
  const [open, setOpen] = useState<boolean | undefined>(undefined);
  const running = part.status === 'running' || part.status === 'pending';
  const shown = open ?? (part.status === 'error' || (running && live && part.tool === 'bash' && outputOf(part) !== ''));
  const target = visible(about.target);
  const time =
    part.start !== undefined && part.end !== undefined && part.end - part.start >= 1000
      ? duration(part.end - part.start)
      : '';
  return (
    <div
      class={`tool ${part.status}`}
      role="group"
      aria-label={`${part.tool}: ${target.slice(0, 200)}`}
      aria-busy={running && live}
    >
      <button type="button" class="tool-line" aria-expanded={shown} onClick={() => setOpen(!shown)}>
        <Icon name={about.icon} />
        <span class="verb">{t(about.verb)}</span>
        <span class="target">{target}</span>
        {about.note !== undefined && (
          <span class={about.note.startsWith('exit') ? 'note failed' : 'note'}>{about.note}</span>
        )}
        {time !== '' && <span class="note">{time}</span>}
        {running && !live ? <span class="note">{t('interrupted')}</span> : <State part={part} />}
      </button>
      {shown && (
        <div class="tool-body">
          <Body part={part} />
        </div>
      )}
    </div>
  );
}
