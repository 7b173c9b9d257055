// A proxy on loopback between the extension and a server, which can simulate network faults (`Control`).
// Without instructions it passes everything through, unbuffered; `pass()` removes all instructions.
import { once } from 'node:events';
import {
  createServer,
  request as send,
  type ClientRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  createRules,
  matches,
  type Answer,
  type Control,
  type Match,
  type ProxyRequest,
  type Rules,
} from './proxyRules.js';
import { endSocket, pump } from './pump.js';
import { until } from './temp.js';

export type { Answer, Control, Match, ProxyRequest } from './proxyRules.js';

/** The proxy: instructions (`Control`), and what it has seen. */
export interface Proxy extends Control {
  /** Address for the client, with the prefix. */
  readonly url: string;
  readonly port: number;
  /** All requests, in order. */
  readonly requests: readonly ProxyRequest[];
  count(match?: Match): number;
  /** The first matching request after the first `since` ones (by default: from now on); waits for it. */
  seen(match: Match, since?: number): Promise<ProxyRequest>;
  /** Number of open client connections, or of those whose last request matches. */
  connections(match?: Match): number;
  /** Sends new requests to another server. */
  redirect(target: string): void;
  close(): Promise<void>;
}

/** Options of the proxy. */
export interface ProxyOptions {
  /** Address of the server, with its own path if it has one. */
  readonly target: string;
  /** Path that clients use and the server does not see, such as `/opencode`; anything else is answered 404. */
  readonly prefix?: string;
  readonly port?: number;
}

/** State that the handlers of a proxy share. */
interface Way {
  readonly rules: Rules;
  readonly requests: ProxyRequest[];
  /** The same request for the server; undefined for a path that is not below the prefix. */
  forward(request: IncomingMessage): ClientRequest | undefined;
}

const recordOf = (request: IncomingMessage, upgrade: boolean): ProxyRequest => ({
  method: request.method ?? '',
  path: request.url ?? '',
  headers: Object.keys(request.headers),
  time: Date.now(),
  upgrade,
});

/** The headers of a response as a flat list of names and values, without those of the connection. */
const passedOn = ({ rawHeaders }: IncomingMessage): string[] =>
  rawHeaders.filter(
    (_, index) => !/^(connection|keep-alive|transfer-encoding)$/i.test(rawHeaders[index - (index % 2)] ?? ''),
  );

/** Applies the instructions to a request before it is forwarded. */
async function enter({ rules, requests }: Way, request: IncomingMessage, upgrade: boolean): Promise<ProxyRequest> {
  const record = recordOf(request, upgrade);
  requests.push(record);
  rules.open.set(request.socket, record);
  await sleep(rules.suffering(record, request.socket).delay());
  await rules.heldBack(record, 'request');
  await rules.passable(request.socket);
  return record;
}

async function handle(way: Way, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { socket } = request;
  const record = await enter(way, request, false);
  const answer = way.rules.answerTo(record);
  const outgoing = answer ? undefined : way.forward(request);
  if (!outgoing) {
    request.resume();
    return answerBadly(response, answer ?? { status: 404 });
  }
  response.once('close', () => outgoing.destroy());
  outgoing.once('error', () => endSocket(socket, 'rst'));
  outgoing.once('response', (incoming) => void comeBack(way.rules, record, incoming, response));
  const { limit, delay } = way.rules.suffering(record, socket);
  const passable = (): Promise<void> => way.rules.passable(socket);
  if ((await pump(request, outgoing, { limit, delay, passable, cut: () => undefined })) === 'end') outgoing.end();
}

/** Responds in place of the server. */
function answerBadly(response: ServerResponse, { status, headers, body = '', breaksAfter, isTwice }: Answer): void {
  const { socket } = response;
  response.writeHead(status, { 'content-type': 'text/plain', 'content-length': Buffer.byteLength(body), ...headers });
  if (breaksAfter !== undefined) {
    response.write(body.slice(0, breaksAfter));
    if (socket) setImmediate(() => endSocket(socket, 'fin'));
    return;
  }
  response.end(body, () => {
    if (isTwice === true && socket?.writable)
      socket.write(`HTTP/1.1 ${status} OK\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
}

async function comeBack(
  rules: Rules,
  record: ProxyRequest,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { socket } = response;
  if (!socket) return void incoming.destroy();
  const loss = rules.lossOf(record);
  if (loss) {
    incoming.resume();
    endSocket(socket, loss.end);
    return loss.done.resolve(record);
  }
  await rules.heldBack(record, 'answer');
  const suffering = rules.suffering(record, socket);
  await sleep(suffering.delay());
  await suffering.passable();
  if (socket.destroyed) return;
  response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, passedOn(incoming));
  response.flushHeaders();
  const outcome = await pump(incoming, response, suffering);
  const end = outcome === 'end' ? 'clean' : outcome === 'broken' ? 'rst' : outcome.cut;
  if (end !== 'clean') return endSocket(socket, end);
  response.end();
  incoming.destroy();
}

const headOf = ({ rawHeaders, statusCode, statusMessage }: IncomingMessage): string => {
  const lines = rawHeaders.flatMap((name, index) => (index % 2 ? [] : [`${name}: ${rawHeaders[index + 1]}`]));
  return [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...lines, '', ''].join('\r\n');
};

async function upgrade(way: Way, request: IncomingMessage): Promise<void> {
  const { socket } = request;
  socket.on('error', () => socket.destroy());
  const record = await enter(way, request, true);
  const outgoing = way.forward(request);
  if (!outgoing) return endSocket(socket, 'fin');
  socket.once('close', () => outgoing.destroy());
  outgoing.once('error', () => endSocket(socket, 'rst'));
  outgoing.once('response', (incoming) => {
    socket.write(headOf(incoming));
    incoming.pipe(socket);
  });
  outgoing.once('upgrade', (incoming, server: Socket, first: Buffer) => {
    server.on('error', () => server.destroy());
    socket.once('close', () => server.destroy());
    socket.write(headOf(incoming));
    socket.write(first);
    const suffering = way.rules.suffering(record, socket);
    void pump(server, socket, suffering).then((outcome) => endSocket(socket, outcome === 'end' ? 'fin' : 'rst'));
    void pump(socket, server, { ...suffering, cut: () => undefined }).then(() => server.destroySoon());
  });
  outgoing.end();
}

/** The server's path for a client's; undefined when it is not below the prefix. */
function below(prefix: string, path: string, goal: URL): string | undefined {
  const rest = path.slice(prefix.length);
  if (!path.startsWith(prefix) || !/^([/?]|$)/.test(rest)) return undefined;
  return goal.pathname.replace(/\/$/, '') + (rest.startsWith('/') ? rest : `/${rest}`);
}

/** Starts a proxy on loopback; port 0, the default, takes a free one. */
export async function startProxy({ target, prefix = '', port = 0 }: ProxyOptions): Promise<Proxy> {
  let goal = new URL(target);
  const rules = createRules();
  const requests: ProxyRequest[] = [];
  const forward = (request: IncomingMessage): ClientRequest | undefined => {
    const path = below(prefix, request.url ?? '/', goal);
    if (path === undefined) return undefined;
    const headers = { ...request.headers, host: goal.host };
    return send({ hostname: goal.hostname, port: goal.port, method: request.method, path, headers, agent: false });
  };
  const way: Way = { rules, requests, forward };
  // Node's own timeouts must not end frozen connections.
  const server = createServer(
    { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 60_000 },
    (request, response) => {
      handle(way, request, response).catch(() => request.socket.destroy());
    },
  );
  server.on('upgrade', (request: IncomingMessage) => {
    upgrade(way, request).catch(() => request.socket.destroy());
  });
  server.on('connection', (socket: Socket) => rules.accept(socket));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    ...rules.control,
    url: `http://127.0.0.1:${bound}${prefix}`,
    port: bound,
    requests,
    count: (match) => requests.filter((each) => matches(match, each)).length,
    seen: (match, since = requests.length) =>
      until(`a request ${String(match)}`, () => requests.slice(since).find((each) => matches(match, each))),
    connections: (match) =>
      [...rules.open.values()].filter((last) => match === undefined || (last !== undefined && matches(match, last)))
        .length,
    redirect: (to) => void (goal = new URL(to)),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of rules.open.keys()) socket.destroy();
      server.closeAllConnections();
      await closed;
    },
  };
}
