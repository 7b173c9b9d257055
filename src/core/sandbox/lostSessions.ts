import { draftSession, isDraftSession, type MessageId, type SessionId } from '../../shared/model/ids.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { AgentServer } from '../agent/ports.js';
import type { Clock } from '../ports.js';
import type { Timers } from '../timers.js';
import { restored, type PendingPrompts } from './pendingPrompts.js';
import { hasSession, showsSession } from './setbacks.js';

/** Delay in ms before a missing session is looked up again. */
const LOOKUP_DELAY_MS = 5_000;

type Prompts = readonly PendingPrompt[];

/** The missing sessions that prompts were written for. */
const formerSessions = (pending: Prompts): ReadonlySet<SessionId> =>
  new Set(
    pending.flatMap(({ sessionId, formerSession }) =>
      formerSession === undefined || !isDraftSession(sessionId) ? [] : [formerSession],
    ),
  );

/**
 * Moves the prompts of a missing session to a draft session, where they are shown as not sent; resending one creates
 * that session. Prompts that `stay` have a pending call, whose outcome decides.
 */
function moveToDraft(pending: Prompts, session: SessionId, clock: Clock, stay: (id: MessageId) => boolean): Prompts {
  const isMoved = (one: PendingPrompt): boolean => one.sessionId === session && !stay(one.messageId);
  if (isDraftSession(session) || !pending.some(isMoved)) return pending;
  const known = pending.find((one) => one.formerSession === session && isDraftSession(one.sessionId));
  const draft = known?.sessionId ?? draftSession(clock.now(), clock.random);
  const failed = { state: 'failed', reason: 'Its session is no longer in this sandbox.' } as const;
  return pending.map((one) => (isMoved(one) ? { ...one, ...failed, sessionId: draft, formerSession: session } : one));
}

/** Moves the prompts back to their session once it exists again; a stale one is not sent without confirmation. */
const moveBack = (pending: Prompts, session: SessionId, now: number): Prompts =>
  pending.map((one) => {
    if (one.formerSession !== session || !isDraftSession(one.sessionId)) return one;
    const state = one.command === undefined ? 'unknown' : 'queued';
    return restored({ ...forNewSession(one), sessionId: session, state }, now);
  });

/** Prepares a prompt for resending: removes the former session and the failure reason. */
export function forNewSession(entry: PendingPrompt): PendingPrompt {
  const { formerSession: _, reason: __, ...rest } = entry;
  return rest;
}

/** Dependencies of `LostSessions`. */
interface LostNeeds {
  readonly pending: PendingPrompts;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly server: () => AgentServer | undefined;
  /** Whether a prompt has a pending call. */
  readonly isInCall: (id: MessageId) => boolean;
  /** Called when prompts can be sent again. */
  readonly returned: () => void;
}

/** Moves prompts out of sessions that the server no longer has, and back if a session reappears. */
export class LostSessions {
  readonly #needs: LostNeeds;

  constructor(needs: LostNeeds) {
    this.#needs = needs;
  }

  /**
   * Shows the prompts of a session as not sent, except those with a pending call; `refused` is the one whose call has
   * just failed.
   */
  lose(session: SessionId, refused?: MessageId): void {
    const { pending, clock, timers, server, isInCall } = this.#needs;
    const next = moveToDraft(pending.all, session, clock, (id) => id !== refused && isInCall(id));
    if (next === pending.all) return;
    void pending.replaceAll(next);
    if (refused === undefined) return;
    // The refusal may have come from a server that has since been replaced at the address.
    timers.after(LOOKUP_DELAY_MS, () => {
      const now = server();
      if (now !== undefined) this.look(now);
    });
  }

  /** Looks up missing sessions on a new connection: another server may have been at the address before. */
  look(server: AgentServer): void {
    for (const session of formerSessions(this.#needs.pending.all))
      void hasSession(server, session).then((isThere) => {
        if (isThere) this.#moveBack(session);
      });
  }

  /** Handles events that show that a session exists or was removed. */
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
