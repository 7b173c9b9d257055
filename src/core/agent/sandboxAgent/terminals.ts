import { Failure } from '../../failure.js';
import { base64OfBytes } from '../../text/base64.js';
import type { Client } from '../opencode1/client.js';
import { abortable } from '../opencode1/client.js';
import { compact, list, number, text } from '../opencode1/read.js';
import type { Terminal, TerminalConnection, TerminalListener, TerminalsPort } from '../ports.js';
import { decodeBase64 } from '../processes/script.js';
import { openSocket } from '../transport/webSocket.js';

/** The user's own shell, else the best one there is. */
const SHELL = 'exec "${SHELL:-$(command -v bash || echo sh)}"';
/** Characters of input in one frame. */
const MAX_INPUT = 16_384;
/** The server's own words at the end of a terminal's output: on Linux a terminal ends with an error. */
const STREAM_ERROR = /^\n\[process stream error: [^\]\n]*\]\n$/;

interface LogEntry {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** Terminals of a Sandbox Agent: processes with a terminal, whose cursor is the number of a piece of output. */
export function createTerminals(caller: Client): TerminalsPort {
  return {
    async open({ directory, program = ['sh', '-c', SHELL] }, signal) {
      const [command, ...args] = program;
      const cwd = directory ?? caller.at.directory;
      const answer = await caller.http.call('POST', '/v1/processes', {
        base: rootOf(caller),
        body: JSON.stringify({ command, args, tty: true, interactive: true, ...(cwd === undefined ? {} : { cwd }) }),
        headers: { 'content-type': 'application/json' },
        ...abortable(signal),
      });
      const id = text(await answer.json(), 'id');
      if (id === undefined) throw new Failure('rejected', 'The server opened no terminal.');
      return new ProcessTerminal(caller, id);
    },
  };
}

/** Address of the server's own API, beside the compatible one. */
export const rootOf = ({ http }: Client): string => http.baseUrl.replace(/\/opencode$/, '');

class ProcessTerminal implements Terminal {
  readonly id: string;
  readonly #caller: Client;
  readonly #path: string;
  readonly #exitListeners = new Set<(code: number) => void>();
  #decoder = new TextDecoder();

  constructor(caller: Client, id: string) {
    this.id = id;
    this.#caller = caller;
    this.#path = `/v1/processes/${encodeURIComponent(id)}`;
  }

  /**
   * Output comes by the socket, which sends no earlier one: that is read from the log, and what both have is shown once.
   */
  async connect(cursor: number, listener: TerminalListener): Promise<TerminalConnection> {
    if (cursor === 0) this.#decoder = new TextDecoder();
    const output = new OutputJoin(cursor, ({ sequence, bytes }) => {
      const piece = this.#decoder.decode(bytes, { stream: true });
      if (!STREAM_ERROR.test(piece)) listener.output(piece, sequence);
    });
    let exit: number | undefined;
    const socket = await openSocket(
      rootOf(this.#caller),
      `${this.#path}/terminal/ws`,
      {},
      {
        message(data) {
          if (typeof data !== 'string') output.live(new Uint8Array(data));
          else exit = exitCodeIn(data) ?? exit;
        },
        closed: () =>
          output.afterJoin(() => {
            if (exit !== undefined) this.#exited(exit);
            listener.closed(exit !== undefined);
          }),
      },
      await this.#caller.http.headers(),
    );
    output.join(await this.#log(cursor));
    return {
      send(input) {
        for (let at = 0; at < input.length; at += MAX_INPUT) {
          const data = base64OfBytes(new TextEncoder().encode(input.slice(at, at + MAX_INPUT)));
          socket.send(JSON.stringify({ type: 'input', data, encoding: 'base64' }));
        }
      },
      close: () => socket.close(),
    };
  }

  async resize({ rows, columns }: { readonly rows: number; readonly columns: number }): Promise<void> {
    await this.#call('POST', '/terminal/resize', { body: JSON.stringify({ rows, cols: columns }) });
  }

  async isRunning(): Promise<boolean> {
    try {
      return text(await (await this.#call('GET')).json(), 'status') === 'running';
    } catch (error) {
      if (error instanceof Failure && error.status === 404) return false;
      throw error;
    }
  }

  onExit(listener: (code: number) => void): () => void {
    this.#exitListeners.add(listener);
    return () => void this.#exitListeners.delete(listener);
  }

  async kill(): Promise<void> {
    this.#exitListeners.clear();
    await this.#call('POST', '/kill', { query: { waitMs: '2000' } });
    await this.#call('DELETE');
  }

  #exited(code: number): void {
    for (const listener of this.#exitListeners) listener(code);
    this.#exitListeners.clear();
    // The server keeps ended processes until somebody removes them.
    this.#call('DELETE').catch(() => undefined);
  }

  async #log(since: number): Promise<readonly LogEntry[]> {
    const answer = await this.#call('GET', '/logs', { query: { since: String(since) } });
    return compact(list(await answer.json(), 'entries'), (entry) => {
      const [sequence, data] = [number(entry, 'sequence'), text(entry, 'data')];
      return sequence === undefined || data === undefined ? undefined : { sequence, bytes: decodeBase64(data) };
    });
  }

  #call(method: string, path = '', options: { query?: Record<string, string>; body?: string } = {}): Promise<Response> {
    return this.#caller.http.call(method, `${this.#path}${path}`, {
      base: rootOf(this.#caller),
      ...options,
      ...(options.body === undefined ? {} : { headers: { 'content-type': 'application/json' } }),
    });
  }
}

/** The exit code, where this is the message that tells it. */
function exitCodeIn(data: string): number | undefined {
  try {
    const message: unknown = JSON.parse(data);
    return text(message, 'type') === 'exit' ? (number(message, 'exitCode') ?? -1) : undefined;
  } catch {
    return undefined;
  }
}

/** Puts the log and the pieces that came live meanwhile together. */
class OutputJoin {
  readonly #early: Uint8Array[] = [];
  readonly #put: (entry: LogEntry) => void;
  #sequence: number;
  #joined = false;
  #then = (): void => {};

  constructor(sequence: number, put: (entry: LogEntry) => void) {
    this.#sequence = sequence;
    this.#put = put;
  }

  live(bytes: Uint8Array): void {
    if (this.#joined) this.#put({ sequence: ++this.#sequence, bytes });
    else this.#early.push(bytes);
  }

  join(log: readonly LogEntry[]): void {
    for (const entry of log) this.#put(entry);
    this.#sequence = log.at(-1)?.sequence ?? this.#sequence;
    this.#joined = true;
    const known = overlap(log, this.#early);
    for (const bytes of this.#early.slice(known)) this.live(bytes);
    this.#then();
  }

  afterJoin(work: () => void): void {
    if (this.#joined) work();
    else this.#then = work;
  }
}

/** How many of the live pieces the log ends with. */
function overlap(log: readonly LogEntry[], live: readonly Uint8Array[]): number {
  const isEqual = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
    a !== undefined && a.length === b.length && a.every((byte, index) => byte === b[index]);
  for (let count = Math.min(log.length, live.length); count > 0; count--) {
    const start = log.length - count;
    if (live.slice(0, count).every((bytes, index) => isEqual(log[start + index]?.bytes, bytes))) return count;
  }
  return 0;
}
