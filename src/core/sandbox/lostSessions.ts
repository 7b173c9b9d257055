import { draftSession, isDraftSession, type MessageId, type SessionId } from '../../shared/model/ids.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { AgentServer } from '../agent/ports.js';
import type { Clock } from '../ports.js';
import type { Timers } from '../timers.js';
import { restored, type PendingPrompts } from './pendingPrompts.js';
import { hasSession, showsSession } from './setbacks.js';

/** Ms after a refusal before its session is looked for again. */
const LOOK_DELAY_MS = 5_000;

type Prompts = readonly PendingPrompt[];

/** The sessions that prompts wait for although the server did not have them. */
const formerSessions = (pending: Prompts): ReadonlySet<SessionId> =>
  new Set(
    pending.flatMap(({ sessionId, formerSession }) =>
      formerSession === undefined || !isDraftSession(sessionId) ? [] : [formerSession],
    ),
  );

/**
 * Moves the prompts of a session that the server does not have to a draft session, where they are shown as not sent:
 * sending one again creates that session. Those that `stay` are in a call, whose outcome decides.
 */
function moveToDraft(pending: Prompts, session: SessionId, clock: Clock, stay: (id: MessageId) => boolean): Prompts {
  const isMoved = (one: PendingPrompt): boolean => one.sessionId === session && !stay(one.messageId);
  if (isDraftSession(session) || !pending.some(isMoved)) return pending;
  const known = pending.find((one) => one.formerSession === session && isDraftSession(one.sessionId));
  const draft = known?.sessionId ?? draftSession(clock.now(), clock.random);
  const failed = { state: 'failed', reason: 'Its session is no longer in this sandbox.' } as const;
  return pending.map((one) => (isMoved(one) ? { ...one, ...failed, sessionId: draft, formerSession: session } : one));
}

/** Moves them back into their session, which is there again; an old one is not sent without asking. */
const moveBack = (pending: Prompts, session: SessionId, now: number): Prompts =>
  pending.map((one) => {
    if (one.formerSession !== session || !isDraftSession(one.sessionId)) return one;
    const state = one.command === undefined ? 'unknown' : 'queued';
    return restored({ ...forNewSession(one), sessionId: session, state }, now);
  });

/** The prompt to be sent again: without the session that it was written for, and why it was not sent. */
export function forNewSession(entry: PendingPrompt): PendingPrompt {
  const { formerSession: _, reason: __, ...rest } = entry;
  return rest;
}

/** What the prompts of sessions that the server does not have are kept with. */
interface LostNeeds {
  readonly pending: PendingPrompts;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly server: () => AgentServer | undefined;
  /** Whether a prompt is in a call right now. */
  readonly isInCall: (id: MessageId) => boolean;
  /** Prompts may be sent again. */
  readonly returned: () => void;
}

/** Moves prompts out of sessions that the server does not have, and back when a session is there again. */
export class LostSessions {
  readonly #needs: LostNeeds;

  constructor(needs: LostNeeds) {
    this.#needs = needs;
  }

  /** Shows the prompts of a session as not sent, except those whose call is still out; `refused` is one that it ended for. */
  lose(session: SessionId, refused?: MessageId): void {
    const { pending, clock, timers, server, isInCall } = this.#needs;
    const next = moveToDraft(pending.all, session, clock, (id) => id !== refused && isInCall(id));
    if (next === pending.all) return;
    void pending.replaceAll(next);
    if (refused === undefined) return;
    // The refusal may have come from a server that was gone from the address by then.
    timers.after(LOOK_DELAY_MS, () => {
      const now = server();
      if (now !== undefined) this.look(now);
    });
  }

  /** Another server may have stood at the address: on a new connection a session that was not there may be. */
  look(server: AgentServer): void {
    for (const session of formerSessions(this.#needs.pending.all))
      void hasSession(server, session).then((isThere) => {
        if (isThere) this.#moveBack(session);
      });
  }

  /** Applies what events say about sessions. */
  observe(events: readonly AgentEvent[]): void {
    for (const event of events) if (event.type === 'session.removed') this.lose(event.sessionId);
    for (const session of formerSessions(this.#needs.pending.all))
      if (events.some((event) => showsSession(event, session))) this.#moveBack(session);
  }

  #moveBack(session: SessionId): void {
    const { pending, clock, returned } = this.#needs;
    void pending.replaceAll(moveBack(pending.all, session, clock.now()));
    returned();
  }
}
