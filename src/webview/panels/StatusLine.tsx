import { useEffect, useState } from 'preact/hooks';
import type { SessionStatus, ToolPart } from '../../shared/model/entities.js';
import { contextUse, costOf, family } from '../../shared/model/select.js';
import { isStale, SESSION_STATES } from '../../shared/model/states.js';
import { describeCall } from '../../shared/model/toolCall.js';
import { host } from '../bridge.js';
import { formatCost, formatDuration, formatTokens } from '../../shared/format.js';
import { beginningOf } from '../../shared/text/cut.js';
import { splitCode } from '../../shared/text/errorCode.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { busy, messageSignal, frame, notice, messageIds, requests, sandboxState, session, status } from '../state.js';
import { StateIcon } from '../ui/StateIcon.js';

const PHASES = {
  disconnected: 'Disconnected',
  connecting: 'Connecting…',
  waking: 'Waking the sandbox…',
  'catching-up': 'Syncing…',
  connected: '',
  reconnecting: 'Connection lost. Reconnecting…',
  refused: 'The sandbox refused the connection.',
  offline: 'The sandbox cannot be reached.',
  sleeping: 'Sleeping',
} as const;

/** The current time, updated once a second while `counting`. */
function useNow(counting: boolean): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    if (!counting) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [counting]);
  return now;
}

function called(part: ToolPart): string {
  const { verb, target } = describeCall(part, session.value?.directory);
  return `${t(verb)} ${beginningOf(readable(target), 80)}`;
}

/** The time until the next retry; the number comes first, since the end may be truncated. */
function retrying({ message, next }: Extract<SessionStatus, { type: 'retry' }>, now: number): string {
  const seconds = Math.ceil((next - now) / 1000);
  return seconds > 0
    ? t('Retrying in {0} s: {1}', seconds, readable(message))
    : t('Retrying now: {0}', readable(message));
}

function doing(now: number): string {
  const { value } = status;
  if (requests.value.length > 0) return t(SESSION_STATES.needsInput.word);
  if (value.type === 'idle') return '';
  if (value.type === 'retry') return retrying(value, now);
  const id = messageIds.value.at(-1);
  const message = id === undefined ? undefined : messageSignal(id)?.value;
  const last = message?.parts.findLast(
    (part) => part.type !== 'step-start' && part.type !== 'step-finish' && part.type !== 'patch',
  );
  if (last?.type === 'tool' && (last.status === 'running' || last.status === 'pending')) return called(last);
  if (last?.type === 'reasoning' && last.end === undefined) return t('Thinking…');
  if (last?.type === 'text' && last.end === undefined) return t('Writing…');
  return t('Working…');
}

const Connection = ({ now }: { now: number }) => {
  const connection = frame.value?.connection;
  if (connection === undefined || connection.phase === 'connected' || frame.value?.sandbox === undefined) return null;
  const { phase, detail, reason, retryAt } = connection;
  const wait = retryAt === undefined ? 0 : Math.ceil((retryAt - now) / 1000);
  const words = [
    t(PHASES[phase]),
    detail === undefined ? '' : t(...splitCode(detail)),
    wait > 0 ? t('Retrying in {0} s.', wait) : '',
  ]
    .filter((one) => one !== '')
    .join(' ');
  const sign = phase === 'refused' && reason === 'unauthorized';
  const can = phase !== 'connecting' && phase !== 'catching-up';
  return (
    <div class={`bar ${phase === 'refused' || phase === 'offline' ? 'warning' : ''}`}>
      <span>{words}</span>
      {can && (
        <button type="button" class="link" onClick={() => host.send('act', { id: sign ? 'signIn' : 'retry' })}>
          {sign ? t('Sign in') : phase === 'disconnected' || phase === 'sleeping' ? t('Connect') : t('Retry')}
        </button>
      )}
    </div>
  );
};

const Notice = () => {
  const now = notice.value;
  if (now === undefined) return null;
  const { message, action, actions = [] } = now;
  return (
    <div class="bar warning" role="alert">
      <span>{message}</span>
      <div class="bar-actions">
        {[...(action === undefined ? [] : [action]), ...actions].map(({ id, label }) => (
          <button key={id} type="button" class="link" onClick={() => host.send('act', { id })}>
            {label}
          </button>
        ))}
        <button type="button" class="link" onClick={() => (notice.value = undefined)}>
          {t('Close')}
        </button>
      </div>
    </div>
  );
};

/** The share of the used context in percent; empty below one percent. */
const percent = (share: number): string => (share < 0.01 ? '' : t('{0}% of context', Math.round(share * 100)));

const Usage = () => {
  const current = session.value;
  if (current === undefined) return null;
  const state = sandboxState.value;
  const { tokens, window } = contextUse(
    { transcripts: state.transcripts, catalog: frame.value?.catalog ?? state.catalog },
    current.id,
  );
  const cost = costOf(state, family(state, current.id)) ?? 0;
  const facts = [
    tokens > 0 ? (window === undefined ? t('{0} tokens', formatTokens(tokens)) : percent(tokens / window)) : '',
    cost > 0 ? formatCost(cost) : '',
  ].filter((one) => one !== '');
  const title = [
    window === undefined ? '' : t('{0} of {1} tokens', formatTokens(tokens), formatTokens(window)),
    cost > 0 ? t('Cost {0}, including sub-agents', formatCost(cost)) : '',
  ].filter((one) => one !== '');
  return facts.length === 0 ? null : (
    <span class="note usage" title={title.join('\n')}>
      {facts.join(' · ')}
    </span>
  );
};

/** The current activity in one line, announced by screen readers; above it, notices that need an action. */
export function StatusLine() {
  const connection = frame.value?.connection;
  const phase = connection?.phase ?? 'connected';
  const stale = isStale(phase);
  const working = busy.value && !stale;
  const asked = requests.value.length > 0;
  const time = useNow(working || connection?.retryAt !== undefined);
  const id = messageIds.value.findLast((one) => messageSignal(one)?.peek().role === 'user');
  const began = id === undefined ? undefined : messageSignal(id)?.peek().created;
  const words = stale ? '' : doing(time);
  // Next to the countdown to a retry, the elapsed seconds would be confusing.
  const counts = working && status.value.type === 'busy' && began !== undefined && time - began >= 1000;
  return (
    <>
      <Connection now={time} />
      <Notice />
      <div class={working ? 'status busy' : 'status'}>
        {working && !asked && (
          <StateIcon look={SESSION_STATES[status.value.type === 'retry' ? 'retrying' : 'inProgress']} labeled />
        )}
        {asked && !stale && <StateIcon look={SESSION_STATES.needsInput} labeled />}
        <span class="status-text" role="status" title={words}>
          {words}
        </span>
        {counts && <span class="note">{formatDuration(Math.floor((time - began) / 1000) * 1000)}</span>}
        <span class="space" />
        <Usage />
      </div>
    </>
  );
}
