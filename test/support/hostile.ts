// The hostile inputs, and a server that sends them: an OpenCode API with test-controlled responses.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import inputs from '../fixtures/hostile-inputs.json' with { type: 'json' };

/** One entry of the list. */
export interface HostileInput {
  readonly id: string;
  readonly entry_point: string;
  readonly payload: string;
  readonly expectation: string;
  readonly threat?: string;
  readonly kind: 'literal' | 'generated' | 'scenario';
  readonly gen?: {
    readonly prefix?: string;
    readonly repeat: string;
    readonly n: number | 'endless';
    readonly suffix?: string;
  };
}

/** All of them. */
export const hostileInputs = inputs as readonly unknown[] as readonly HostileInput[];

/** The entries for a place. */
export const hostileAt = (place: string): readonly HostileInput[] =>
  hostileInputs.filter((each) => each.entry_point === place);

/** The text of an entry; large ones are generated here. */
export function payloadOf({ payload, gen }: HostileInput): string {
  if (gen === undefined) return payload;
  return (gen.prefix ?? '') + gen.repeat.repeat(gen.n === 'endless' ? 0 : gen.n) + (gen.suffix ?? '');
}

/** Answers one request and returns true, or leaves it to the others by returning false. */
export type Route = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A server with test-controlled responses. */
export interface HostileServer {
  readonly url: string;
  readonly port: number;
  /** `METHOD /path` of every request, with the query. */
  readonly asked: readonly string[];
  /** Frames for every open stream, now and when one opens. */
  readonly greeting: string[];
  /** Sends bytes to every open stream. */
  say(bytes: string | Uint8Array): void;
  streams(): number;
  /** Ends every open stream. */
  drop(): void;
  close(): Promise<void>;
}

/** Its answer; a value is sent as JSON. */
export type Answers = Readonly<Record<string, unknown>>;

/** Starts it. `answers` by path below `base`, `route` before them. */
export async function startHostileServer(
  answers: Answers = {},
  route: Route = () => false,
  base = '',
): Promise<HostileServer> {
  const asked: string[] = [];
  const greeting = ['data: {"type":"server.connected","properties":{},"data":{}}\n\n'];
  const streams = new Set<ServerResponse>();
  const ordinary: Answers = {
    '/global/health': { healthy: true, version: '1.18.33' },
    '/api/health': { healthy: true },
    '/session': [],
    '/session/status': {},
    '/permission': [],
    '/question': [],
    '/path': { directory: '/w', worktree: '/w' },
    '/config/providers': { providers: [], default: {} },
    '/agent': [],
    '/command': [],
    '/config': {},
  };
  const json = (response: ServerResponse, value: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(value));
  };
  const handle = (request: IncomingMessage, response: ServerResponse): void => {
    asked.push(`${request.method} ${request.url}`);
    if (route(request, response)) return;
    const whole = new URL(request.url ?? '/', 'http://x').pathname;
    if (!whole.startsWith(`${base}/`)) return json(response, { name: 'NotFoundError' }, 404);
    const pathname = whole.slice(base.length);
    if (pathname === '/event' || pathname === '/api/event') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      streams.add(response);
      response.once('close', () => streams.delete(response));
      for (const frame of greeting) response.write(frame);
      return;
    }
    const own = Object.hasOwn(answers, pathname) ? answers[pathname] : ordinary[pathname];
    if (own !== undefined) return json(response, own);
    if (/\/(message|todo|children|diff)$/.test(pathname)) return json(response, []);
    json(response, { name: 'NotFoundError', data: { message: 'not found' } }, 404);
  };
  const server = createServer(handle);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    asked,
    greeting,
    say: (bytes) => streams.forEach((stream) => stream.write(bytes)),
    streams: () => streams.size,
    drop: () => streams.forEach((stream) => stream.destroy()),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
