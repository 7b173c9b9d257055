import type { AgentEvent } from './events.js';
import type { Message, Request, Session, SessionStatus } from './entities.js';
import type { SessionId } from './ids.js';
import { failuresAfterMessage, failuresAfterSnapshot, failuresAfterStatus } from './failures.js';
import { loadInbox, putInInbox, removeFromInbox, settleInbox } from './inbox.js';
import { countFiles } from './select.js';
import { MAX_REQUESTS, MAX_SESSIONS } from './limits.js';
import { emptyTranscript, type SandboxState, type Transcript } from './state.js';
import {
  appendDelta,
  dropUnfinished,
  loadPage,
  removeFrom,
  removeMessage,
  removePart,
  upsertMessage,
  upsertPart,
} from './transcript.js';

function put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return map.get(key) === value ? map : new Map(map).set(key, value);
}

function drop<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  const next = new Map(map);
  next.delete(key);
  return next;
}

/** Only opened sessions have a transcript; events of others are ignored. */
function inTranscript(
  state: SandboxState,
  id: SessionId,
  change: (transcript: Transcript) => Transcript,
): SandboxState {
  const before = state.transcripts.get(id);
  if (before === undefined) return state;
  const after = change(before);
  return after === before ? state : { ...state, transcripts: put(state.transcripts, id, after) };
}

/** Data of closed sessions is not stored: it is loaded when the session is opened. */
const isOpened = (state: SandboxState, id: SessionId): boolean => state.transcripts.has(id);

const without = (requests: readonly Request[], gone: (request: Request) => boolean): readonly Request[] =>
  requests.some(gone) ? requests.filter((request) => !gone(request)) : requests;

function setStatus(state: SandboxState, id: SessionId, status: SessionStatus): SandboxState {
  if (status.type === 'idle') {
    // The server sends no event that closes the requests of an aborted turn; becoming idle closes them.
    const requests = without(state.requests, (request) => request.sessionId === id);
    const next = drop(state.status, id);
    return next === state.status && requests === state.requests ? state : { ...state, status: next, requests };
  }
  // Late events of a deleted session must not bring it back.
  if (!state.sessions.has(id)) return state;
  const failures = failuresAfterStatus(state, id, status);
  const moved = { ...state, status: put(state.status, id, status), failures };
  return status.type === 'retry' ? inTranscript(moved, id, dropUnfinished) : moved;
}

function removeSession(state: SandboxState, id: SessionId): SandboxState {
  return {
    ...state,
    sessions: drop(state.sessions, id),
    status: drop(state.status, id),
    transcripts: drop(state.transcripts, id),
    todos: drop(state.todos, id),
    inbox: drop(state.inbox, id),
    failures: drop(state.failures, id),
    changedFiles: drop(state.changedFiles, id),
    requests: without(state.requests, (request) => request.sessionId === id),
  };
}

function changeSession(state: SandboxState, event: Extract<AgentEvent, { type: 'session.changed' }>): SandboxState {
  const session = state.sessions.get(event.sessionId);
  // Ignore late events of a deleted session, and updates of an unknown one: a partial session cannot be shown.
  if (session === undefined) return state;
  const { absent = [] } = event;
  const known = Object.entries(session).filter(([name]) => !absent.some((field) => field === name));
  const next = { ...Object.fromEntries(known), ...event.change } as Session;
  return { ...state, sessions: put(state.sessions, event.sessionId, next) };
}

function openRequest(state: SandboxState, request: Request): SandboxState {
  const at = state.requests.findIndex((other) => other.id === request.id);
  if (at < 0 && state.requests.length >= MAX_REQUESTS) return state;
  return { ...state, requests: at < 0 ? [...state.requests, request] : state.requests.with(at, request) };
}

function loadSnapshot(state: SandboxState, event: Extract<AgentEvent, { type: 'snapshot.loaded' }>): SandboxState {
  const sessions = new Map(event.sessions.map((session) => [session.id, session]));
  const status = new Map(event.status.filter(([, value]) => value.type !== 'idle'));
  const gone = [...state.transcripts.keys()].filter((id) => !sessions.has(id) && state.sessions.has(id));
  const transcripts = gone.reduce<ReadonlyMap<SessionId, Transcript>>(drop, state.transcripts);
  const inbox = gone.reduce<SandboxState['inbox']>(drop, state.inbox);
  // OpenCode still lists requests of an aborted turn; a session with a valid request is busy.
  const requests = without(event.requests, ({ sessionId }) => !status.has(sessionId));
  return { ...state, sessions, status, transcripts, inbox, requests, failures: failuresAfterSnapshot(state, event) };
}

function withChanges(state: SandboxState, id: SessionId, files: number): SandboxState {
  if (state.changedFiles.size >= MAX_SESSIONS && !state.changedFiles.has(id)) return state;
  const changedFiles = put(state.changedFiles, id, files);
  return changedFiles === state.changedFiles ? state : { ...state, changedFiles };
}

/** The changes of a turn arrive with its prompt, even for sessions that are not open. */
function noteChanges(state: SandboxState, message: Message): SandboxState {
  const files = message.role === 'user' ? countFiles(message.changes ?? []) : 0;
  const known = state.changedFiles.get(message.sessionId) ?? 0;
  return files > known ? withChanges(state, message.sessionId, files) : state;
}

/**
 * Returns the state after an event. Pure; returns the same object if the event changes nothing. Every event but
 * `part.delta` may be applied twice.
 */
export function reduce(state: SandboxState, event: AgentEvent): SandboxState {
  switch (event.type) {
    case 'session.upserted':
      if (state.sessions.size >= MAX_SESSIONS && !state.sessions.has(event.session.id)) return state;
      return { ...state, sessions: put(state.sessions, event.session.id, event.session) };
    case 'session.changed':
      return changeSession(state, event);
    case 'session.removed':
      return removeSession(state, event.sessionId);
    case 'session.status':
      return setStatus(state, event.sessionId, event.status);
    case 'session.failed':
      return event.sessionId === undefined || !state.sessions.has(event.sessionId)
        ? state
        : { ...state, failures: put(state.failures, event.sessionId, event.error) };
    case 'session.changes':
      return withChanges(state, event.sessionId, countFiles(event.changes));
    case 'message.upserted': {
      const { message } = event;
      const failures = failuresAfterMessage(state, message);
      const cleared = failures === state.failures ? state : { ...state, failures };
      const shown = inTranscript(noteChanges(cleared, message), message.sessionId, (transcript) =>
        upsertMessage(transcript, message),
      );
      return removeFromInbox(shown, message.sessionId, message.id);
    }
    case 'message.removed':
      return inTranscript(state, event.sessionId, (transcript) => removeMessage(transcript, event.messageId));
    case 'messages.removed':
      return inTranscript(state, event.sessionId, (transcript) => removeFrom(transcript, event.from));
    case 'part.upserted':
      return inTranscript(state, event.part.sessionId, (transcript) => upsertPart(transcript, event.part));
    case 'part.removed':
      return inTranscript(state, event.sessionId, (transcript) =>
        removePart(transcript, event.messageId, event.partId),
      );
    case 'part.delta':
      return inTranscript(state, event.sessionId, (transcript) => appendDelta(transcript, event));
    case 'request.opened':
      return openRequest(state, event.request);
    case 'request.closed': {
      const requests = without(state.requests, (request) => request.id === event.requestId);
      return requests === state.requests ? state : { ...state, requests };
    }
    case 'todos.updated':
      return isOpened(state, event.sessionId)
        ? { ...state, todos: put(state.todos, event.sessionId, event.todos) }
        : state;
    case 'branch.changed':
      return state.branch === event.branch ? state : { ...state, branch: event.branch };
    case 'snapshot.loaded':
      return loadSnapshot(state, event);
    case 'catalog.loaded':
      return { ...state, catalog: event.catalog };
    case 'transcript.opened':
      return state.transcripts.has(event.sessionId)
        ? state
        : { ...state, transcripts: put(state.transcripts, event.sessionId, emptyTranscript) };
    case 'transcript.closed':
      return {
        ...state,
        transcripts: drop(state.transcripts, event.sessionId),
        todos: drop(state.todos, event.sessionId),
        inbox: drop(state.inbox, event.sessionId),
      };
    case 'transcript.loaded': {
      const read = inTranscript(state, event.sessionId, (transcript) =>
        loadPage(transcript, event, !state.status.has(event.sessionId)),
      );
      return settleInbox(read, event.sessionId);
    }
    case 'inbox.loaded':
      return loadInbox(state, event.sessionId, event.entries);
    case 'inbox.put':
      return putInInbox(state, event.entry);
    case 'inbox.removed':
      return removeFromInbox(state, event.sessionId, event.messageId);
    case 'server.ready':
    case 'server.disposed':
    case 'file.edited':
    case 'catalog.changed':
    case 'terminal.exited':
    case 'remote.control':
      return state;
  }
}
