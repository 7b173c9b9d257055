import type { SessionId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';

type Prompts = readonly PendingPrompt[];

/** Holds the prompts that wait for the end of this session's turn, which the user has stopped. */
export function held(pending: Prompts, session: SessionId): Prompts {
  const waits = (entry: PendingPrompt): boolean => entry.sessionId === session && entry.state === 'queued';
  return pending.some(waits) ? pending.map((entry) => (waits(entry) ? { ...entry, held: true } : entry)) : pending;
}

/** Releases the held prompts of a session. */
export function released(pending: Prompts, session: SessionId): Prompts {
  const isHeld = (entry: PendingPrompt): boolean => entry.held === true && entry.sessionId === session;
  if (!pending.some(isHeld)) return pending;
  return pending.map((entry) => {
    const { held: _, ...rest } = entry;
    return isHeld(entry) ? rest : entry;
  });
}

/** Inserts a new prompt before held ones, and releases those. */
export function placed(entry: PendingPrompt, pending: Prompts): Prompts {
  const at = pending.findIndex((other) => other.held === true && other.sessionId === entry.sessionId);
  return at < 0 ? [...pending, entry] : released(pending.toSpliced(at, 0, entry), entry.sessionId);
}
