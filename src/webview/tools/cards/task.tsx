import type { ToolPart } from '../../../shared/model/entities.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { describeCall } from '../../../shared/model/toolCall.js';
import { formatCost } from '../../../shared/format.js';
import { host } from '../../bridge.js';
import { readable } from '../../format.js';
import { t } from '../../l10n.js';
import { Markdown } from '../../markdown/Markdown.js';
import { sandboxState } from '../../state.js';
import { Icon } from '../../ui/icons.js';
import type { Card } from '../card.js';
import { State } from '../State.js';

/** Number of calls shown of a running sub-agent. */
const LAST = 5;

/** The progress of a sub-agent: its last tool calls, one line each. */
const Progress = ({ id, running }: { id: SessionId; running: boolean }) => {
  const state = sandboxState.value;
  const directory = state.sessions.get(id)?.directory ?? '';
  const calls = (state.transcripts.get(id)?.messages ?? []).flatMap((message) =>
    message.parts.filter((part): part is ToolPart => part.type === 'tool'),
  );
  if (calls.length === 0) return null;
  return (
    <ul class="progress" aria-label={t('Progress')}>
      {calls.length > LAST && <li class="quiet">{t('{0} earlier steps', calls.length - LAST)}</li>}
      {calls.slice(-LAST).map((call) => {
        const about = describeCall(call, directory);
        return (
          <li key={call.id}>
            <Icon name={about.icon} />
            <span>{t(about.verb)}</span>
            <span class="target">{readable(about.target)}</span>
            <State part={call} live={running} />
          </li>
        );
      })}
    </ul>
  );
};

/** The session of a sub-agent: its progress, its answer, and a link to open it. */
function Subagent({ id, result }: { id: SessionId; result: string }) {
  const state = sandboxState.value;
  const known = state.sessions.get(id);
  const running = state.status.has(id);
  const facts = [
    readable(known?.title ?? ''),
    running ? t('working') : '',
    known?.cost === undefined || known.cost === 0 ? '' : formatCost(known.cost),
  ].filter((fact) => fact !== '');
  return (
    <>
      <div class="tool-actions">
        <span class="ellipsis">{facts.join(' · ')}</span>
        <button type="button" class="link" onClick={() => host.send('openSession', { id })}>
          {t('Open')}
        </button>
      </div>
      <Progress id={id} running={running} />
      {result !== '' && <Markdown text={result} done />}
    </>
  );
}

/** A running sub-agent, or its answer. */
export const task: Card<'task'> = {
  content: ({ call: { sessionId, result } }) =>
    sessionId === undefined ? undefined : <Subagent id={sessionId} result={result} />,
  isGrowing: ({ call }) => call.sessionId !== undefined,
};
