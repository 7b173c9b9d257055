import { Failure } from '../../failure.js';
import type { Terminal, TerminalsPort } from '../ports.js';
import { openSocket, type Socket, type SocketListener } from '../transport/webSocket.js';
import type { AgentEvent } from '../../../shared/model/events.js';
import type { Http } from '../transport/http.js';
import { abortable, unlessMissing } from './client.js';
import { number, text } from './read.js';

/** Terminals, with the exit codes that the event stream reports. */
export interface OpenCodeTerminals {
  readonly port: TerminalsPort;
  /** Processes events of the sandbox's event stream for exits of terminals. */
  handle(events: readonly AgentEvent[]): void;
}

/** Differences between the versions of the server. */
export interface TerminalsApi {
  readonly path: string;
  /** Query parameters for a directory; for the sandbox's default one if absent. */
  query(directory?: string): Readonly<Record<string, string>>;
  /** The payload of a response. */
  content(answer: unknown): unknown;
}

const TICKET_HEADERS = { 'content-type': 'application/json', 'x-opencode-ticket': '1' };
/** Reads the server's output position from a binary frame, which is a zero byte and JSON. Output itself is sent as text. */
function cursorIn(data: ArrayBuffer): number | undefined {
  const bytes = new Uint8Array(data);
  if (bytes[0] !== 0 || bytes.length > 1000) return undefined;
  try {
    return number(JSON.parse(new TextDecoder().decode(bytes.subarray(1))), 'cursor');
  } catch {
    return undefined;
  }
}

/**
 * Callbacks of a connection to a terminal: its output, and the server's position in it, first reported once all earlier
 * output was sent.
 */
interface PtyListener extends Pick<SocketListener, 'closed'> {
  output(text: string): void;
  position(cursor: number): void;
}

/** Connects to a terminal with a single-use ticket, which is put into the URL instead of the password. */
export async function connectTo(
  http: Http,
  { path, content }: TerminalsApi,
  id: string,
  query: Readonly<Record<string, string>>,
  listener: PtyListener,
): Promise<Socket> {
  const at = `${path}/${encodeURIComponent(id)}`;
  const answer = await http.call('POST', `${at}/connect-token`, { query, headers: TICKET_HEADERS, body: '{}' });
  const ticket = text(content(await answer.json()), 'ticket');
  if (ticket === undefined) throw new Failure('rejected', 'The server denied access to the terminal.');
  return openSocket(
    http.baseUrl,
    `${at}/connect`,
    { ...query, ticket },
    {
      message(data) {
        if (typeof data === 'string') return listener.output(data);
        const position = cursorIn(data);
        if (position !== undefined) listener.position(position);
      },
      closed: listener.closed,
    },
  );
}

/** Terminals of an OpenCode server. */
export function createTerminals(http: Http, api: TerminalsApi): OpenCodeTerminals {
  const listeners = new Map<string, (code: number) => void>();

  const terminal = (id: string, query: Readonly<Record<string, string>>): Terminal => {
    const path = `${api.path}/${encodeURIComponent(id)}`;
    const isRunning = (): Promise<boolean> =>
      http.call('GET', path, { query }).then(
        // OpenCode 2 keeps ended terminals.
        async (answer) => text(api.content(await answer.json()), 'status') !== 'exited',
        (error: unknown) => {
          if (error instanceof Failure && error.status === 404) return false;
          throw error;
        },
      );
    return {
      id,
      async connect(cursor, { output, closed }) {
        let at = cursor;
        return connectTo(
          http,
          api,
          id,
          { ...query, cursor: String(cursor) },
          {
            output: (data) => output(data, (at += data.length)),
            position: (position) => (at = position),
            closed,
          },
        );
      },
      async resize({ rows, columns }) {
        const body = JSON.stringify({ size: { rows, cols: columns } });
        const request = { query, body, headers: { 'content-type': 'application/json' } };
        await http.call('PUT', path, request).catch(async (error: unknown) => {
          if (await isRunning()) throw error;
        });
      },
      isRunning,
      onExit(listener) {
        listeners.set(id, listener);
        return () => void listeners.delete(id);
      },
      async kill() {
        listeners.delete(id);
        await unlessMissing(http.call('DELETE', path, { query }));
      },
    };
  };

  return {
    port: {
      async open({ directory, title, program }, signal) {
        const [command, ...args] = program ?? [];
        const query = api.query(directory);
        const answer = await http.call('POST', api.path, {
          query,
          body: JSON.stringify({
            title,
            ...(directory === undefined ? {} : { cwd: directory }),
            ...(command === undefined ? {} : { command, args }),
          }),
          headers: { 'content-type': 'application/json' },
          ...abortable(signal),
        });
        const id = text(api.content(await answer.json()), 'id');
        if (id === undefined) throw new Failure('rejected', 'The server opened no terminal.');
        return terminal(id, query);
      },
    },
    handle(events) {
      for (const event of events) {
        if (event.type !== 'terminal.exited') continue;
        const listener = listeners.get(event.terminalId);
        listeners.delete(event.terminalId);
        listener?.(event.exitCode);
      }
    },
  };
}
