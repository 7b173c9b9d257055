import type { InboxEntry } from './entities.js';
import type { MessageId, SessionId } from './ids.js';
import { MAX_INBOX } from './limits.js';
import type { SandboxState } from './state.js';

type Inbox = SandboxState['inbox'];

/** Sets a session's entries; a session without entries is left out. */
function withEntries(inbox: Inbox, id: SessionId, entries: readonly InboxEntry[]): Inbox {
  const next = new Map(inbox);
  if (entries.length === 0) next.delete(id);
  else next.set(id, entries);
  return next;
}

/** A response can be older than the event that made an entry a message. */
const isMessage = ({ transcripts }: SandboxState, { id, sessionId }: InboxEntry): boolean =>
  transcripts.get(sessionId)?.messages.some((message) => message.id === id) === true;

/** Replaces a session's inbox with loaded entries. Only opened sessions have an inbox. */
export function loadInbox(state: SandboxState, id: SessionId, entries: readonly InboxEntry[]): SandboxState {
  if (!state.transcripts.has(id)) return state;
  const waiting = entries.filter((entry) => !isMessage(state, entry)).slice(0, MAX_INBOX);
  if (waiting.length === 0 && !state.inbox.has(id)) return state;
  return { ...state, inbox: withEntries(state.inbox, id, waiting) };
}

/** Adds an entry, or replaces a known one. */
export function putInInbox(state: SandboxState, entry: InboxEntry): SandboxState {
  if (!state.transcripts.has(entry.sessionId) || isMessage(state, entry)) return state;
  const entries = state.inbox.get(entry.sessionId) ?? [];
  const at = entries.findIndex((other) => other.id === entry.id);
  if (at < 0 && entries.length >= MAX_INBOX) return state;
  const next = at < 0 ? [...entries, entry] : entries.with(at, entry);
  return { ...state, inbox: withEntries(state.inbox, entry.sessionId, next) };
}

/** Removes an entry. */
export function removeFromInbox(state: SandboxState, id: SessionId, gone: MessageId): SandboxState {
  const entries = state.inbox.get(id);
  if (entries?.some((entry) => entry.id === gone) !== true) return state;
  const rest = entries.filter((entry) => entry.id !== gone);
  return { ...state, inbox: withEntries(state.inbox, id, rest) };
}

/** Removes the entries that have become messages. */
export function settleInbox(state: SandboxState, id: SessionId): SandboxState {
  const entries = state.inbox.get(id);
  return entries === undefined ? state : loadInbox(state, id, entries);
}
