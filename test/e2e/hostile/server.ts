import { hostileAt, payloadOf, startHostileServer, type HostileServer } from '../../support/hostile.js';
import { conversation, SESSION } from './conversation.js';

/** Heartbeat interval in ms, as in real servers: a client considers a silent stream dead. */
const BEAT = 5_000;

interface Asked {
  readonly id: string;
  readonly sessionID: string;
  readonly [more: string]: unknown;
}

/** A hostile server that lists its open requests like real ones, so that a reconnecting client finds them. */
export interface AskingServer extends HostileServer {
  /** What waits for an answer, as it is listed; and what says so. */
  ask(kind: 'permission' | 'question', properties: Asked): void;
  /** Sends that all requests of a kind were answered. */
  settle(kind: 'permission' | 'question', properties: object): void;
}

/** A server whose sessions, messages and models are all hostile, and that refuses every change with markup. */
export async function startServer(): Promise<AskingServer> {
  const waiting = { permission: [] as Asked[], question: [] as Asked[] };
  const titles = hostileAt('session title').map((input, index) => ({
    id: `ses_title${index}`,
    title: payloadOf(input),
    directory: '/w',
    time: { created: 10 + index, updated: 10 + index },
  }));
  const session = { id: SESSION, title: 'Hostile session', directory: '/w', time: { created: 1, updated: 10_000 } };
  const server = await startHostileServer(
    {
      '/permission': waiting.permission,
      '/question': waiting.question,
      '/session': [session, ...titles],
      [`/session/${SESSION}`]: session,
      [`/session/${SESSION}/message`]: conversation(),
      '/config/providers': {
        providers: [
          ...hostileAt('provider name').map((input) => ({
            id: payloadOf(input),
            name: payloadOf(input),
            models: { [payloadOf(input)]: { id: payloadOf(input), name: payloadOf(input) } },
          })),
        ],
        default: {},
      },
    },
    (request, response) => {
      if (request.method !== 'PATCH') return false;
      response.writeHead(500, { 'content-type': 'application/json' });
      response.end('{"message":"[Open](command:x) <img src=x>"}');
      return true;
    },
  );
  const tell = (type: string, properties: object): void =>
    server.say(`data: ${JSON.stringify({ type, properties })}\n\n`);
  const beats = setInterval(() => tell('server.heartbeat', {}), BEAT);
  return {
    ...server,
    close() {
      clearInterval(beats);
      return server.close();
    },
    ask(kind, properties) {
      waiting[kind].push(properties);
      tell(`${kind}.asked`, properties);
    },
    settle(kind, properties) {
      for (const { id } of waiting[kind].splice(0))
        tell(kind === 'permission' ? 'permission.replied' : 'question.rejected', { ...properties, requestID: id });
    },
  };
}
