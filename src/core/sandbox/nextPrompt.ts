import type { MessageId, SessionId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { PromptsPort } from '../agent/ports.js';

/** What decides whether a prompt can go now. */
export interface Situation {
  readonly prompts: Pick<PromptsPort, 'queue' | 'steers'>;
  /** Whether a prompt is in a call right now. */
  readonly isInCall: (id: MessageId) => boolean;
  readonly isBusy: (session: SessionId) => boolean;
  /** Whether the commands of the server are known. */
  readonly knowsCommands: boolean;
}

/** Whether a running turn is no reason to wait: the server holds the prompt, or the turn takes it in. */
const passesTurn = ({ command, delivery }: PendingPrompt, { queue, steers }: Situation['prompts']): boolean =>
  command === undefined && (queue !== undefined || (steers === true && delivery === 'steer'));

function canGo(entry: PendingPrompt, now: Situation): boolean {
  if (entry.slash === true && !now.knowsCommands) return false;
  if (entry.state !== 'queued') return true;
  return entry.held !== true && (!now.isBusy(entry.sessionId) || passesTurn(entry, now.prompts));
}

/**
 * The prompt to send next: of each session one at a time, the oldest first. One for the running turn overtakes those that
 * wait for its end, but nothing overtakes what may be on the server already.
 */
export function nextPrompt(pending: readonly PendingPrompt[], now: Situation): PendingPrompt | undefined {
  const sessions = new Map<SessionId, PendingPrompt[]>();
  for (const entry of pending)
    if (entry.state !== 'failed') {
      const list = sessions.get(entry.sessionId);
      if (list === undefined) sessions.set(entry.sessionId, [entry]);
      else list.push(entry);
    }
  for (const entries of sessions.values()) {
    if (entries.some(({ messageId, state }) => now.isInCall(messageId) || state === 'sending')) continue;
    const next =
      entries.find(({ state }) => state === 'unknown') ??
      entries.find(({ delivery }) => delivery === 'steer') ??
      entries[0];
    if (next !== undefined && canGo(next, now)) return next;
  }
  return undefined;
}
