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

/** What a chat hears of the sandbox and the session it shows. */
export interface ChatEvents {
  events(events: readonly AgentEvent[]): void;
  /** Something that only a snapshot tells. */
  reset(): void;
  connection(connection: ConnectionInfo): void;
  /** The prompts that wait are others now. */
  pending(): void;
  /** What the session changed was read. */
  changes(changes: readonly FileChange[]): void;
  /** As of every commit. */
  title(title: string | undefined): void;
  /** The session was deleted, here or elsewhere. */
  gone(): void;
}

/** Sub-agents whose progress is followed at the same time. */
const FOLLOWED = 8;

/** The server counts a turn's files when the turn is over, and tells it with the prompt. */
const countsFiles = (event: AgentEvent, id: SessionId): boolean =>
  event.type === 'message.upserted' &&
  event.message.sessionId === id &&
  event.message.role === 'user' &&
  event.message.changes !== undefined;

/** Events after which what a session changed is read again. */
const asksForChanges = (event: AgentEvent, id: SessionId): boolean =>
  (event.type === 'session.status' && event.sessionId === id && event.status.type === 'idle') ||
  (event.type === 'transcript.loaded' && event.sessionId === id && event.page === 'newest') ||
  countsFiles(event, id);

/** Follows a session with its sub-agents and what it changed; what was under way when it ends is not told. */
function hearSession(sandbox: Sandbox, id: SessionId, log: Logger, ears: ChatEvents): Disposable {
  const { store } = sandbox;
  const transcripts = new Map<SessionId, Disposable>([[id, sandbox.openTranscript(id)]]);
  let ids: ReadonlySet<SessionId> = sessionWithSubagents(store.state, id);
  let over = false;

  /** Follows sub-agents that work, so that their cards show what they do. */
  const follow = (): void => {
    for (const one of ids)
      if (!transcripts.has(one) && transcripts.size < FOLLOWED && store.state.status.has(one))
        transcripts.set(one, sandbox.openTranscript(one));
  };
  const readChanges = (): void => {
    if (sandbox.server?.changes === undefined) return;
    void sandbox.sessionChanges(id).then(
      (changes) => {
        if (!over) ears.changes(changes);
      },
      (error: unknown) => log.debug(`Changes of ${id} could not be read: ${String(error)}`),
    );
  };
  /** A reading lists the newest sessions only: an old one may be there still. */
  const lookFor = (): void => {
    void sandbox.server?.sessions.get(id).then(
      (session) => store.dispatch([{ type: 'session.upserted', session }]),
      (error: unknown) => {
        // Told to all, so that prompts for it are shown as not sent before the chat goes on elsewhere.
        if (!over && toFailure(error).status === 404) store.dispatch([{ type: 'session.removed', sessionId: id }]);
      },
    );
  };
  const tell = ({ state, before, events }: Commit): void => {
    const now = sessionWithSubagents(state, id);
    const surprise = [...now].some((each) => !ids.has(each) && before.transcripts.has(each));
    const all = new Set([...ids, ...now]);
    ids = now;
    // Models and agents are part of the frame, which only a snapshot brings.
    if (surprise || state.catalog !== before.catalog) return ears.reset();
    const own = events.map((event) => filterEvent(event, all)).filter((event) => event !== undefined);
    if (own.length > 0) ears.events(own);
  };
  const committed = (commit: Commit): void => {
    const { state, events } = commit;
    if (!state.sessions.has(id)) {
      // Nothing is left to show.
      if (events.some((event) => event.type === 'session.removed' && event.sessionId === id)) return ears.gone();
      if (events.some((event) => event.type === 'snapshot.loaded')) lookFor();
    }
    tell(commit);
    follow();
    ears.title(state.sessions.get(id)?.title);
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

/** Follows a sandbox, and one of its sessions where one is shown. */
export function subscribe(sandbox: Sandbox, id: SessionId | undefined, log: Logger, ears: ChatEvents): Disposable {
  let { server } = sandbox;
  return createBag(
    sandbox.onDidChangeConnection((connection) => {
      // Another acquaintance may be able to do other things: the chat starts over.
      if (sandbox.server !== server) {
        ({ server } = sandbox);
        ears.reset();
      }
      ears.connection(connection);
    }),
    sandbox.onDidReplaceServer((next) => {
      server = next;
      ears.reset();
    }),
    sandbox.onDidChangePending(() => ears.pending()),
    id === undefined
      ? sandbox.store.onDidCommit(({ state, before }) => {
          if (state.catalog !== before.catalog) ears.reset();
        })
      : hearSession(sandbox, id, log, ears),
  );
}
