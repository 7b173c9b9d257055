import { createBag, type Disposable } from '../../../core/emitter.js';
import { toFailure } from '../../../core/failure.js';
import type { Logger } from '../../../core/ports.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Commit } from '../../../core/sync/store.js';
import type { ConnectionInfo } from '../../../shared/chat.js';
import type { FileChange } from '../../../shared/model/entities.js';
import type { AgentEvent } from '../../../shared/model/events.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { sessionWithSubagents } from '../../services/sessionTree.js';
import { filterEvent } from './filterEvents.js';

/** Events for a chat about its sandbox and session. */
export interface ChatEvents {
  events(events: readonly AgentEvent[]): void;
  /** Called for a change that requires a new snapshot. */
  reset(): void;
  connection(connection: ConnectionInfo): void;
  /** Called when the pending prompts changed. */
  pending(): void;
  /** Called when the changes of the session were loaded. */
  changes(changes: readonly FileChange[]): void;
  /** Called with the session's title for every commit. */
  title(title: string | undefined): void;
  /** Called when the session was deleted, by this window or elsewhere. */
  gone(): void;
}

/** Limit of sub-agents whose progress is shown. */
const FOLLOWED = 8;

/** Whether an event reports the changes of a turn, which the server computes at its end and adds to the prompt. */
const countsFiles = (event: AgentEvent, id: SessionId): boolean =>
  event.type === 'message.upserted' &&
  event.message.sessionId === id &&
  event.message.role === 'user' &&
  event.message.changes !== undefined;

/** Events after which the changes of a session are reloaded. */
const asksForChanges = (event: AgentEvent, id: SessionId): boolean =>
  (event.type === 'session.status' && event.sessionId === id && event.status.type === 'idle') ||
  (event.type === 'transcript.loaded' && event.sessionId === id && event.page === 'newest') ||
  countsFiles(event, id);

/** Subscribes to a session with its sub-agents and changes; pending results are dropped after disposal. */
function subscribeToSession(sandbox: Sandbox, id: SessionId, log: Logger, listener: ChatEvents): Disposable {
  const { store } = sandbox;
  const transcripts = new Map<SessionId, Disposable>([[id, sandbox.openTranscript(id)]]);
  let ids: ReadonlySet<SessionId> = sessionWithSubagents(store.state, id);
  let over = false;

  /** Opens the transcripts of running sub-agents, so that their cards show progress. */
  const follow = (): void => {
    for (const one of ids)
      if (!transcripts.has(one) && transcripts.size < FOLLOWED && store.state.status.has(one))
        transcripts.set(one, sandbox.openTranscript(one));
  };
  const readChanges = (): void => {
    if (sandbox.server?.changes === undefined) return;
    void sandbox.sessionChanges(id).then(
      (changes) => {
        if (!over) listener.changes(changes);
      },
      (error: unknown) => log.debug(`Changes of ${id} could not be read: ${String(error)}`),
    );
  };
  /** Checks whether the session exists: a snapshot lists only the newest sessions. */
  const lookFor = (): void => {
    void sandbox.server?.sessions.get(id).then(
      (session) => store.dispatch([{ type: 'session.upserted', session }]),
      (error: unknown) => {
        // Dispatched to all, so that its prompts are shown as not sent before the chat switches to another session.
        if (!over && toFailure(error).status === 404) store.dispatch([{ type: 'session.removed', sessionId: id }]);
      },
    );
  };
  const tell = ({ state, before, changed, events }: Commit): void => {
    const now = sessionWithSubagents(state, id);
    const surprise = [...now].some((each) => !ids.has(each) && before.transcripts.has(each));
    const all = new Set([...ids, ...now]);
    ids = now;
    // Models and agents are only part of a snapshot.
    if (surprise || changed.has('catalog')) return listener.reset();
    const own = events.map((event) => filterEvent(event, all)).filter((event) => event !== undefined);
    if (own.length > 0) listener.events(own);
  };
  const committed = (commit: Commit): void => {
    const { state, changed, events } = commit;
    if (!state.sessions.has(id)) {
      // Nothing is left to show.
      if (events.some((event) => event.type === 'session.removed' && event.sessionId === id)) return listener.gone();
      if (events.some((event) => event.type === 'snapshot.loaded')) lookFor();
    }
    tell(commit);
    follow();
    if (changed.has('sessions')) listener.title(state.sessions.get(id)?.title);
    if (events.some((event) => asksForChanges(event, id))) readChanges();
  };

  follow();
  if (store.state.transcripts.get(id)?.loaded === true) readChanges();
  return createBag(store.onDidCommit(committed), {
    dispose() {
      over = true;
      for (const held of transcripts.values()) held.dispose();
    },
  });
}

/** Subscribes to a sandbox, and to the shown session if any. */
export function subscribe(sandbox: Sandbox, id: SessionId | undefined, log: Logger, listener: ChatEvents): Disposable {
  let { server } = sandbox;
  return createBag(
    sandbox.onDidChangeConnection((connection) => {
      // Another server may have other capabilities, which requires a new snapshot.
      if (sandbox.server !== server) {
        ({ server } = sandbox);
        listener.reset();
      }
      listener.connection(connection);
    }),
    sandbox.onDidReplaceServer((next) => {
      server = next;
      listener.reset();
    }),
    sandbox.onDidChangePending(() => listener.pending()),
    id === undefined
      ? sandbox.store.onDidCommit(({ changed }) => {
          if (changed.has('catalog')) listener.reset();
        })
      : subscribeToSession(sandbox, id, log, listener),
  );
}
