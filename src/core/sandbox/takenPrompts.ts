import type { InboxEntry } from '../../shared/model/entities.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { MessageId, SessionId } from '../../shared/model/ids.js';
import type { PendingPrompt } from '../../shared/model/pending.js';
import type { AgentServer } from '../agent/ports.js';
import type { Commit } from '../sync/store.js';
import { hasSession } from './setbacks.js';

/** Prompts remembered at the most; the oldest are forgotten first. */
const MAX_REMEMBERED = 200;

/** A waiting prompt of an earlier window, of which only the inbox tells. */
const fromInbox = (entry: InboxEntry): PendingPrompt => ({
  sessionId: entry.sessionId,
  messageId: entry.id,
  partIds: [],
  text: entry.text,
  attachments: [],
  created: entry.created,
  state: 'queued',
  ...(entry.attachments.length > 0 && {
    reason: 'Its session is no longer in this sandbox, and its attachments are lost.',
  }),
});

/** IDs that the events say are waiting no more. */
function settled(events: readonly AgentEvent[]): ReadonlySet<MessageId> {
  return new Set(
    events.flatMap((event) => {
      if (event.type === 'inbox.removed') return [event.messageId];
      if (event.type === 'message.upserted') return [event.message.id];
      return event.type === 'transcript.loaded' ? event.messages.map(({ id }) => id) : [];
    }),
  );
}

/**
 * Prompts that wait on the server: the server forgets them with their session. Those of this window are kept as they were
 * written, with their attachments; those of earlier windows as the inbox shows them. What other clients send meanwhile is theirs.
 */
export class TakenPrompts {
  readonly #server: () => AgentServer | undefined;
  readonly #own = new Map<MessageId, PendingPrompt>();
  readonly #foreign = new Set<MessageId>();

  constructor(server: () => AgentServer | undefined) {
    this.#server = server;
  }

  /** The server said that it has them. */
  add(entries: readonly PendingPrompt[]): void {
    for (const entry of entries) this.#own.set(entry.messageId, { ...entry, state: 'queued' });
    forgetOldest(this.#own);
  }

  /** Calls back with the prompts that were lost with their session. */
  observe({ events, before }: Commit, lost: (session: SessionId, prompts: readonly PendingPrompt[]) => void): void {
    const over = settled(events);
    for (const event of events) {
      if (event.type === 'inbox.put' && !this.#own.has(event.entry.id)) this.#foreign.add(event.entry.id);
      if (event.type === 'session.removed') this.#removed(event.sessionId, before.inbox, over, lost);
    }
    for (const id of over) {
      this.#own.delete(id);
      this.#foreign.delete(id);
    }
    forgetOldest(this.#foreign);
  }

  #removed(
    session: SessionId,
    inbox: Commit['before']['inbox'],
    over: ReadonlySet<MessageId>,
    lost: (session: SessionId, prompts: readonly PendingPrompt[]) => void,
  ): void {
    const own = [...this.#own.values()].filter(({ sessionId }) => sessionId === session);
    const others = (inbox.get(session) ?? [])
      .filter(({ id, kind }) => kind === 'prompt' && !this.#own.has(id) && !this.#foreign.has(id))
      .map(fromInbox);
    for (const { messageId } of own) this.#own.delete(messageId);
    const prompts = [...others, ...own].filter(({ messageId }) => !over.has(messageId));
    const server = this.#server();
    if (prompts.length === 0) return;
    if (server === undefined) return lost(session, prompts);
    // A session that was moved to another folder is not here, but its prompts wait on.
    void hasSession(server, session).then((isThere) => {
      if (!isThere) lost(session, prompts);
    });
  }
}

function forgetOldest(all: Map<MessageId, unknown> | Set<MessageId>): void {
  for (const id of all.keys()) {
    if (all.size <= MAX_REMEMBERED) return;
    all.delete(id);
  }
}
