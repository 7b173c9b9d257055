import type { Request } from '../../shared/model/entities.js';
import type { RequestId } from '../../shared/model/ids.js';
import type { AgentServer } from '../agent/ports.js';
import { Failure } from '../failure.js';
import type { Store } from '../sync/store.js';
import type { Sandbox } from './sandbox.js';
import { unsupported } from './unsupported.js';

/** Answers to permission requests and questions. */
export type RequestActions = Pick<Sandbox, 'replyPermission' | 'allowPatterns' | 'replyQuestion' | 'rejectQuestion'>;

const alreadyAnswered = (cause?: Failure): Failure =>
  new Failure('rejected', 'This was already answered, or its turn is over.', {
    status: 404,
    ...(cause === undefined ? {} : { cause }),
  });

/** Creates the actions. Each response updates the state immediately; the later event changes nothing. */
export function createRequestActions(ready: () => Promise<AgentServer>, store: Store): RequestActions {
  const find = (id: RequestId): Request | undefined => store.state.requests.find((request) => request.id === id);

  /** Sends an answer; removes the request from the state if it was already answered elsewhere. */
  const reply = async <T extends Request>(
    request: T | undefined,
    call: (server: AgentServer, request: T) => Promise<void>,
  ): Promise<void> => {
    const server = await ready();
    if (request === undefined) throw alreadyAnswered();
    const close = (): void => {
      store.dispatch([{ type: 'request.closed', sessionId: request.sessionId, requestId: request.id }]);
      store.flush();
    };
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
  };
}
