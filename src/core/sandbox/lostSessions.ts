import { draftSession, isDraftSession, type MessageId, type SessionId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { Clock } from '../ports.js';

type Prompts = readonly PendingPrompt[];

/** The sessions that prompts wait for although the server did not have them. */
export const formerSessions = (pending: Prompts): ReadonlySet<SessionId> =>
  new Set(
    pending.flatMap(({ sessionId, formerSession }) =>
      formerSession === undefined || !isDraftSession(sessionId) ? [] : [formerSession],
    ),
  );

/**
 * Moves the prompts of a session that the server does not have to a draft session, where they are shown as not sent:
 * sending one again creates that session. Those that `stay` are in a call, whose outcome decides.
 */
export function moveToDraft(
  pending: Prompts,
  session: SessionId,
  clock: Clock,
  stay: (id: MessageId) => boolean,
): Prompts {
  const isMoved = (one: PendingPrompt): boolean => one.sessionId === session && !stay(one.messageId);
  if (isDraftSession(session) || !pending.some(isMoved)) return pending;
  const known = pending.find((one) => one.formerSession === session && isDraftSession(one.sessionId));
  const draft = known?.sessionId ?? draftSession(clock.now(), clock.random);
  const failed = { state: 'failed', reason: 'Its session is no longer in this sandbox.' } as const;
  return pending.map((one) => (isMoved(one) ? { ...one, ...failed, sessionId: draft, formerSession: session } : one));
}

/** Moves them back into their session, which is there again after all; `restored` decides whether they are sent by themselves. */
export const moveBack = (
  pending: Prompts,
  session: SessionId,
  restored: (entry: PendingPrompt) => PendingPrompt,
): Prompts =>
  pending.map((one) => {
    if (one.formerSession !== session || !isDraftSession(one.sessionId)) return one;
    return restored({
      ...forNewSession(one),
      sessionId: session,
      state: one.command === undefined ? 'unknown' : 'queued',
    });
  });

/** The prompt to be sent again: without the session that it was written for, and why it was not sent. */
export function forNewSession(entry: PendingPrompt): PendingPrompt {
  const { formerSession: _, reason: __, ...rest } = entry;
  return rest;
}
