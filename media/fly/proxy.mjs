// Hands what comes under /opencode to the server behind it, byte for byte as it comes; /health is for Fly's checks.
import { createServer, request } from 'node:http';
import { connect } from 'node:net';

const prefix = '/opencode';
const backend = { host: '127.0.0.1', port: Number(process.env.BACKEND_PORT ?? 4096) };
const port = Number(process.env.PORT ?? 8080);

/** The path behind the prefix; undefined for any other. */
const inner = (url) => {
  if (url === prefix) return '/';
  if (url.startsWith(`${prefix}/`)) return url.slice(prefix.length);
  return url.startsWith(`${prefix}?`) ? `/${url.slice(prefix.length)}` : undefined;
};

const refuse = (response, status, text) => {
  if (response.headersSent) response.destroy();
  else response.writeHead(status, { 'content-type': 'text/plain' }).end(text);
};

/** 200 once the server answers, whatever it says: 401 is an answer. */
const health = (response) => {
  const asked = request({ ...backend, path: '/global/health', timeout: 2000 }, (answer) => {
    answer.resume();
    refuse(response, answer.statusCode < 500 ? 200 : 503, 'ok\n');
  });
  asked.on('timeout', () => asked.destroy());
  asked.on('error', () => refuse(response, 503, 'starting\n'));
  asked.end();
};

const server = createServer((incoming, outgoing) => {
  if (incoming.url === '/health') return health(outgoing);
  const path = inner(incoming.url ?? '/');
  if (path === undefined) return refuse(outgoing, 404, 'The sandbox is at /opencode.\n');
  const passed = request({ ...backend, method: incoming.method, path, headers: incoming.headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
    answer.on('error', () => outgoing.destroy());
  });
  passed.on('error', () => refuse(outgoing, 502, 'The server does not answer.\n'));
  outgoing.on('close', () => passed.destroy());
  incoming.pipe(passed);
});

// Terminals: a WebSocket is passed on as it is.
server.on('upgrade', (incoming, socket, head) => {
  const path = inner(incoming.url ?? '/');
  if (path === undefined) return socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
  const passed = connect(backend.port, backend.host, () => {
    const lines = incoming.rawHeaders.reduce((text, part, i) => text + part + (i % 2 ? '\r\n' : ': '), '');
    passed.write(`${incoming.method} ${path} HTTP/1.1\r\n${lines}\r\n`);
    passed.write(head);
    passed.pipe(socket).pipe(passed);
  });
  const close = () => {
    passed.destroy();
    socket.destroy();
  };
  for (const end of [passed, socket]) end.on('error', close).on('close', close);
});

// A prompt may take as long as it takes.
server.requestTimeout = 0;
server.timeout = 0;
server.listen(port, () => process.stdout.write(`listening on ${port}\n`));
process.on('SIGTERM', () => process.exit(0));
