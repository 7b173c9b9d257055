import type { FileChange, Message } from '../../shared/model/entities.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { MessageId, RequestId, SessionId } from '../../shared/model/ids.js';
import { countFiles } from '../../shared/model/select.js';
import { slashedPath } from '../../shared/sandboxPath.js';
import { summaryOf } from '../changes/summary.js';
import type { AgentServer } from '../agent/ports.js';
import { Failure } from '../failure.js';
import type { Store } from '../sync/store.js';
import type { Prompts } from './promptHistory.js';
import type { Sandbox } from './sandbox.js';

/** What can be asked of a connected sandbox besides prompts. */
export type Actions = Pick<
  Sandbox,
  | 'newSession'
  | 'rename'
  | 'archive'
  | 'remove'
  | 'fork'
  | 'abort'
  | 'compact'
  | 'revert'
  | 'unrevert'
  | 'replyPermission'
  | 'allowPatterns'
  | 'replyQuestion'
  | 'rejectQuestion'
  | 'sessionChanges'
>;

/** The messages with the files of this prompt's turn, which the server counts a while after its end. */
async function counted(
  server: AgentServer,
  id: SessionId,
  ended: MessageId,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  const isUncounted = (one: Message): boolean =>
    one.id === ended && one.role === 'user' && one.changes === undefined && server.capabilities.vcs;
  if (!messages.some(isUncounted)) return messages;
  const changes = await server.turnChanges(id, ended);
  return messages.map((one) => (one.role === 'user' && isUncounted(one) ? { ...one, changes } : one));
}

/** Every answer is put into the state at once; the event that repeats it later changes nothing. */
export function createActions(ready: () => Promise<AgentServer>, store: Store, prompts: Prompts): Actions {
  const tell = (event: AgentEvent): void => {
    store.dispatch([event]);
    store.flush();
  };

  /** Answering a request that was answered elsewhere removes it here too. */
  const reply = async (id: RequestId, call: (server: AgentServer) => Promise<void>): Promise<void> => {
    const session = store.state.requests.find((request) => request.id === id)?.sessionId;
    const close = (): void => {
      if (session !== undefined) tell({ type: 'request.closed', sessionId: session, requestId: id });
    };
    try {
      await call(await ready());
      close();
    } catch (error) {
      if (!(error instanceof Failure) || error.status !== 404) throw error;
      close();
      throw new Failure('rejected', 'This was already answered, or its turn is over.', { status: 404, cause: error });
    }
  };

  return {
    async newSession(options = {}) {
      const session = await (await ready()).createSession(options);
      tell({ type: 'session.upserted', session });
      return session;
    },
    async rename(id, title) {
      tell({ type: 'session.upserted', session: await (await ready()).renameSession(id, title) });
    },
    async archive(id, archived) {
      tell({ type: 'session.upserted', session: await (await ready()).archiveSession(id, archived) });
    },
    async remove(id) {
      await (await ready()).deleteSession(id);
      tell({ type: 'session.removed', sessionId: id });
    },
    async fork(id, before) {
      const session = await (await ready()).forkSession(id, before);
      tell({ type: 'session.upserted', session });
      return session;
    },
    async abort(id) {
      await (await ready()).abortSession(id);
    },
    async compact(id, model) {
      await (await ready()).compactSession(id, model);
    },
    async revert(id, message) {
      tell({ type: 'session.upserted', session: await (await ready()).revertSession(id, message) });
    },
    async unrevert(id) {
      tell({ type: 'session.upserted', session: await (await ready()).unrevertSession(id) });
    },
    replyPermission: (id, answer, message) => reply(id, (server) => server.replyPermission(id, answer, message)),
    allowPatterns(id, patterns) {
      const request = store.state.requests.find((one) => one.id === id);
      // Nothing but what was asked can be allowed, and what was answered meanwhile allows nothing.
      const asked = request?.type === 'permission' ? request : undefined;
      const allowed = patterns.filter((pattern) => asked?.always.includes(pattern));
      return reply(id, async (server) => {
        if (asked !== undefined && allowed.length > 0)
          await server.allowInSession(asked.sessionId, asked.permission, allowed);
        await server.replyPermission(id, 'once');
      });
    },
    replyQuestion: (id, answers) => reply(id, (server) => server.replyQuestion(id, answers)),
    rejectQuestion: (id) => reply(id, (server) => server.rejectQuestion(id)),
    async sessionChanges(id, ended): Promise<readonly FileChange[]> {
      const messages = await prompts.of(id);
      const directory = store.state.sessions.get(id)?.directory ?? '';
      const told = summaryOf(ended === undefined ? messages : await counted(await ready(), id, ended, messages));
      const changes = told.map((change) => ({ ...change, path: slashedPath(directory, change.path) }));
      if (store.state.sessions.has(id) && (store.state.changedFiles.get(id) ?? 0) !== countFiles(changes))
        store.dispatch([{ type: 'session.changes', sessionId: id, changes }]);
      return changes;
    },
  };
}
