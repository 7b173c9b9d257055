import { hostileAt, payloadOf, startHostileServer, type HostileServer } from '../../support/hostile.js';
import { conversation, SESSION } from './conversation.js';

/** A server whose sessions, messages and models are all hostile, and that refuses every change with markup. */
export function startServer(): Promise<HostileServer> {
  const titles = hostileAt('session title').map((input, index) => ({
    id: `ses_title${index}`,
    title: payloadOf(input),
    directory: '/w',
    time: { created: 10 + index, updated: 10 + index },
  }));
  const session = { id: SESSION, title: 'Hostile session', directory: '/w', time: { created: 1, updated: 10_000 } };
  return startHostileServer(
    {
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
}
