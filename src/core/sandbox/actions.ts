import type { Message, Request } from '../../shared/model/entities.js';
import type { AgentEvent } from '../../shared/model/events.js';
import { messageId, type MessageId, type RequestId, type SessionId } from '../../shared/model/ids.js';
import { countFiles } from '../../shared/model/select.js';
import { slashedPath } from '../../shared/sandboxPath.js';
import { summaryOf } from '../changes/summary.js';
import type { AgentServer } from '../agent/ports.js';
import { Failure, mayWorkLater } from '../failure.js';
import type { Store } from '../sync/store.js';
import type { PromptHistory } from './promptHistory.js';
import type { Sandbox } from './sandbox.js';

/** Actions of a connected sandbox besides prompts. */
export type Actions = Pick<
  Sandbox,
  | 'newSession'
  | 'rename'
  | 'archive'
  | 'remove'
  | 'fork'
  | 'abort'
  | 'compact'
  | 'toBackground'
  | 'markViewed'
  | 'revert'
  | 'unrevert'
  | 'replyPermission'
  | 'allowPatterns'
  | 'replyQuestion'
  | 'rejectQuestion'
  | 'sessionChanges'
>;

/** Placeholder for unsupported operations; the UI does not offer them. */
const unsupported = (): Promise<never> => Promise.reject(new Failure('rejected', 'This server cannot do that.'));

const alreadyAnswered = (cause?: Failure): Failure =>
  new Failure('rejected', 'This was already answered, or its turn is over.', {
    status: 404,
    ...(cause === undefined ? {} : { cause }),
  });

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
  // Where nothing can be counted, as in a folder without a repository, all else goes on.
  const changes = await port.turn(id, ended).catch((error: unknown) => {
    if (mayWorkLater(error)) throw error;
  });
  if (changes === undefined) return messages;
  return messages.map((one) => (one.role === 'user' && isUncounted(one) ? { ...one, changes } : one));
}

/** The messages that tell what a session changed; one for all where the server tells it at once. */
async function changedBy(
  server: AgentServer | undefined,
  id: SessionId,
  prompts: PromptHistory,
): Promise<readonly Message[]> {
  const changes = await server?.changes?.session?.(id);
  if (changes === undefined) return prompts.of(id);
  return [{ id: messageId(id), sessionId: id, role: 'user', created: 0, parts: [], changes }];
}

/** The server, once it is connected, and the one that was last connected. */
interface Servers {
  readonly ready: () => Promise<AgentServer>;
  readonly server: () => AgentServer | undefined;
}

/**
 * Every response updates the state at once; the later event changes nothing.
 */
export function createActions({ ready, server }: Servers, store: Store, prompts: PromptHistory): Actions {
  const tell = (event: AgentEvent): void => {
    store.dispatch([event]);
    store.flush();
  };

  const find = (id: RequestId): Request | undefined => store.state.requests.find((request) => request.id === id);

  /** Answering a request that was already answered elsewhere removes it. */
  const reply = async <T extends Request>(
    request: T | undefined,
    call: (server: AgentServer, request: T) => Promise<void>,
  ): Promise<void> => {
    const server = await ready();
    if (request === undefined) throw alreadyAnswered();
    const close = (): void => tell({ type: 'request.closed', sessionId: request.sessionId, requestId: request.id });
    try {
      await call(server, request);
      close();
    } catch (error) {
      if (!(error instanceof Failure) || (error.status !== 404 && error.status !== 409)) throw error;
      close();
      throw alreadyAnswered(error);
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
    async toBackground(id) {
      const { toBackground = unsupported } = (await ready()).sessions;
      await toBackground(id);
    },
    async markViewed(id) {
      const idle = store.state.sessions.get(id)?.idle;
      const { markViewed } = (await ready()).sessions;
      if (idle === undefined || markViewed === undefined) return;
      tell({ type: 'session.changed', sessionId: id, change: { viewed: idle } });
      await markViewed(id, idle);
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
      reply(find(id), (server, request) => server.requests.replyPermission(request, answer, message)),
    allowPatterns: (id, patterns) =>
      reply(find(id), async (server, request) => {
        // Only the requested patterns can be allowed.
        const allowed = request.type === 'permission' ? patterns.filter((each) => request.always.includes(each)) : [];
        if (request.type === 'permission' && allowed.length > 0)
          await (server.requests.allowInSession ?? unsupported)(request.sessionId, request.permission, allowed);
        await server.requests.replyPermission(request, 'once');
      }),
    replyQuestion(id, answers) {
      const asked = find(id);
      return reply(asked?.type === 'question' ? asked : undefined, (server, request) =>
        server.requests.replyQuestion(request, answers),
      );
    },
    rejectQuestion: (id) => reply(find(id), (server, request) => server.requests.rejectQuestion(request)),
    async sessionChanges(id, ended) {
      const messages = await changedBy(server(), id, prompts);
      const told = summaryOf(ended === undefined ? messages : await counted(await ready(), id, ended, messages));
      const directory = store.state.sessions.get(id)?.directory ?? '';
      const changes = told.map((change) => ({ ...change, path: slashedPath(directory, change.path) }));
      if (store.state.sessions.has(id) && (store.state.changedFiles.get(id) ?? 0) !== countFiles(changes))
        store.dispatch([{ type: 'session.changes', sessionId: id, changes }]);
      return changes;
    },
  };
}
