import { Failure } from '../../failure.js';
import { join } from './url.js';

/** Callbacks of a socket. */
export interface SocketListener {
  message(data: string | ArrayBuffer): void;
  /** The connection has ended; `clean` if the server closed it properly. */
  closed(clean: boolean): void;
}

/** An open WebSocket. */
export interface Socket {
  send(text: string): void;
  close(): void;
}

/**
 * Opens a WebSocket below a server's base URL. It is authenticated by a ticket in `query`, or by the password in
 * `headers`, which only Node.js can send; the password is never put into the URL.
 */
export async function openSocket(
  baseUrl: string,
  path: string,
  query: Readonly<Record<string, string>>,
  listener: SocketListener,
  headers: Readonly<Record<string, string>> = {},
): Promise<Socket> {
  const url = new URL(join(baseUrl, path));
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = Object.keys(headers).length === 0 ? new WebSocket(url) : new WebSocket(url, { headers });
  socket.binaryType = 'arraybuffer';
  await new Promise<void>((resolve, reject) => {
    let opened = false;
    const failed = (): void => reject(new Failure('unreachable', 'The terminal did not connect.'));
    socket.addEventListener('open', () => {
      opened = true;
      resolve();
    });
    socket.addEventListener('error', failed);
    socket.addEventListener('close', (event) => {
      failed();
      if (opened) listener.closed(event.code === 1000);
    });
    socket.addEventListener('message', ({ data }: { data: unknown }) => {
      if (typeof data === 'string' || data instanceof ArrayBuffer) listener.message(data);
    });
  });
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
  };
}
