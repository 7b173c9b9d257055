import type { FileChange, Message } from '../../shared/model/entities.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { MessageId, RequestId, SessionId } from '../../shared/model/ids.js';
import { countFiles } from '../../shared/model/select.js';
import { slashedPath } from '../../shared/sandboxPath.js';
import { summaryOf } from '../changes/summary.js';
import type { AgentServer } from '../agent/ports.js';
import { Failure } from '../failure.js';
import type { Store } from '../sync/store.js';
import type { PromptHistory } from './promptHistory.js';
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

/** Stands in for what this server has no endpoint for; the UI does not offer it. */
const unsupported = (): Promise<never> => Promise.reject(new Failure('rejected', 'This server cannot do that.'));

/** The messages with the files of this prompt's turn, which the server counts a while after its end. */
async function counted(
  server: AgentServer,
  id: SessionId,
  ended: MessageId,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  const port = server.changes;
  if (port === undefined) return messages;
  const isUncounted = (one: Message): boolean => one.id === ended && one.role === 'user' && one.changes === undefined;
  if (!messages.some(isUncounted)) return messages;
  const changes = await port.turn(id, ended);
  return messages.map((one) => (one.role === 'user' && isUncounted(one) ? { ...one, changes } : one));
}

/** Every answer is put into the state at once; the event that repeats it later changes nothing. */
export function createActions(ready: () => Promise<AgentServer>, store: Store, prompts: PromptHistory): Actions {
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
      const session = await (await ready()).sessions.create(options);
      tell({ type: 'session.upserted', session });
      return session;
    },
    async rename(id, title) {
      tell({ type: 'session.upserted', session: await (await ready()).sessions.rename(id, title) });
    },
    async archive(id, archived) {
      const { archive = unsupported } = (await ready()).sessions;
      tell({ type: 'session.upserted', session: await archive(id, archived) });
    },
    async remove(id) {
      await (await ready()).sessions.delete(id);
      tell({ type: 'session.removed', sessionId: id });
    },
    async fork(id, before) {
      const session = await (await ready()).sessions.fork(id, before);
      tell({ type: 'session.upserted', session });
      return session;
    },
    async abort(id) {
      await (await ready()).sessions.abort(id);
    },
    async compact(id, model) {
      const { compact = unsupported } = (await ready()).sessions;
      await compact(id, model);
    },
    async revert(id, message) {
      const { revert } = (await ready()).sessions;
      tell({ type: 'session.upserted', session: await (revert?.to ?? unsupported)(id, message) });
    },
    async unrevert(id) {
      const { revert } = (await ready()).sessions;
      tell({ type: 'session.upserted', session: await (revert?.undo ?? unsupported)(id) });
    },
    replyPermission: (id, answer, message) =>
      reply(id, (server) => server.requests.replyPermission(id, answer, message)),
    allowPatterns(id, patterns) {
      const request = store.state.requests.find((one) => one.id === id);
      // Nothing but what was asked can be allowed, and what was answered meanwhile allows nothing.
      const asked = request?.type === 'permission' ? request : undefined;
      const allowed = patterns.filter((pattern) => asked?.always.includes(pattern));
      return reply(id, async (server) => {
        if (asked !== undefined && allowed.length > 0)
          await (server.requests.allowInSession ?? unsupported)(asked.sessionId, asked.permission, allowed);
        await server.requests.replyPermission(id, 'once');
      });
    },
    replyQuestion: (id, answers) => reply(id, (server) => server.requests.replyQuestion(id, answers)),
    rejectQuestion: (id) => reply(id, (server) => server.requests.rejectQuestion(id)),
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
