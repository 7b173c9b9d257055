import type { MessageId, SessionId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { PromptsPort } from '../agent/ports.js';

/** The conditions that decide whether a prompt can be sent. */
export interface Situation {
  readonly prompts: Pick<PromptsPort, 'queue' | 'steers'>;
  /** Whether a prompt has a pending call. */
  readonly isInCall: (id: MessageId) => boolean;
  readonly isBusy: (session: SessionId) => boolean;
  /** Whether the commands of the server are loaded. */
  readonly knowsCommands: boolean;
}

/** Whether a prompt can be sent during a running turn: the server queues it, or it joins the turn. */
const passesTurn = ({ command, delivery }: PendingPrompt, { queue, steers }: Situation['prompts']): boolean =>
  command === undefined && (queue !== undefined || (steers === true && delivery === 'steer'));

function canGo(entry: PendingPrompt, now: Situation): boolean {
  if (entry.slash === true && !now.knowsCommands) return false;
  if (entry.state !== 'queued') return true;
  return entry.held !== true && (!now.isBusy(entry.sessionId) || passesTurn(entry, now.prompts));
}

/**
 * The prompt to send next: one at a time per session, oldest first. A prompt for the running turn overtakes those that
 * wait for its end, but none overtakes a prompt that may already be on the server.
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
