import { bounded } from '../../../core/agent/transport/http.js';
import { Failure } from '../../../core/failure.js';
import type { AgentServer } from '../../../core/agent/ports.js';
import { systemClock, type Fetch } from '../../../core/ports.js';

/** What a terminal's connection tells. */
export interface SocketListener {
  /** Output, and the position behind it. */
  output(text: string, cursor: number): void;
  /** The connection is over; `clean` when the server closed it in good order. */
  closed(clean: boolean): void;
}

/** An open connection to a terminal. */
export interface TerminalSocket {
  send(text: string): void;
  close(): void;
}

/** The address of an endpoint of a server, with its path prefix kept. */
export function endpoint(server: AgentServer, path: string, query: Readonly<Record<string, string>>): URL {
  const url = new URL(server.identity.baseUrl + path);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url;
}

/** Bytes of the answer that holds a ticket. */
const MAX_TICKET = 64 * 1024;

/** A ticket for one connection: goes into the address, where the password must not. */
async function ticketFor(
  server: AgentServer,
  fetch: Fetch,
  id: string,
  query: Readonly<Record<string, string>>,
): Promise<string> {
  const response = await fetch(endpoint(server, `/pty/${encodeURIComponent(id)}/connect-token`, query), {
    method: 'POST',
    headers: { ...(await server.authorization()), 'content-type': 'application/json', 'x-opencode-ticket': '1' },
    body: '{}',
    redirect: 'error',
    signal: AbortSignal.timeout(10_000),
  });
  const body: unknown = response.ok ? await bounded(response, systemClock, MAX_TICKET).json() : undefined;
  if (typeof body === 'object' && body !== null && 'ticket' in body && typeof body.ticket === 'string')
    return body.ticket;
  throw new Failure(
    'rejected',
    response.status === 404 ? 'the terminal has ended' : 'the server gave no access to the terminal',
    { status: response.status },
  );
}

/** Connects to a terminal; output from `cursor` on comes first. */
export async function openSocket(
  server: AgentServer,
  fetch: Fetch,
  id: string,
  directory: string,
  cursor: number,
  listener: SocketListener,
): Promise<TerminalSocket> {
  const ticket = await ticketFor(server, fetch, id, { directory });
  const url = endpoint(server, `/pty/${encodeURIComponent(id)}/connect`, { directory, cursor: String(cursor), ticket });
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  let at = cursor;
  let opened = false;
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => {
      opened = true;
      resolve();
    });
    socket.addEventListener('error', () => reject(new Failure('unreachable', 'the terminal did not connect')));
    socket.addEventListener('close', (event) => {
      reject(new Failure('unreachable', 'the terminal did not connect'));
      if (opened) listener.closed(event.code === 1000);
    });
    socket.addEventListener('message', ({ data }: { data: unknown }) => {
      if (typeof data === 'string') {
        at += data.length;
        listener.output(data, at);
      } else if (data instanceof ArrayBuffer) at = cursorIn(data) ?? at;
    });
  });
  return {
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}

/** The server's own count, sent as a zero byte and JSON. */
function cursorIn(data: ArrayBuffer): number | undefined {
  const bytes = new Uint8Array(data);
  if (bytes[0] !== 0) return undefined;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(1)));
    return typeof value === 'object' && value !== null && 'cursor' in value && typeof value.cursor === 'number'
      ? value.cursor
      : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Waits for a terminal's exit code, which only the event stream tells. Undefined when the stream ends or `signal` is
 * aborted before.
 */
export async function exitCodeOf(
  server: AgentServer,
  fetch: Fetch,
  id: string,
  directory: string,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const response = await fetch(endpoint(server, '/event', { directory }), {
      headers: { ...(await server.authorization()), accept: 'text/event-stream' },
      redirect: 'error',
      signal,
    });
    if (!response.ok || response.body === null) return undefined;
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body) {
      rest += decoder.decode(chunk, { stream: true });
      const lines = rest.split(/\r?\n/);
      rest = (lines.pop() ?? '').slice(0, 1_000_000);
      for (const line of lines) {
        const code = line.includes('pty.exited') ? exitIn(line, id) : undefined;
        if (code !== undefined) return code;
      }
    }
  } catch {
    // Aborted, or the stream broke: the code stays unknown.
  }
  return undefined;
}

function exitIn(line: string, id: string): number | undefined {
  try {
    const event = JSON.parse(line.replace(/^data: ?/, '')) as {
      type?: unknown;
      properties?: { id?: unknown; exitCode?: unknown };
    };
    const { type, properties } = event;
    return type === 'pty.exited' && properties?.id === id && typeof properties.exitCode === 'number'
      ? properties.exitCode
      : undefined;
  } catch {
    return undefined;
  }
}
