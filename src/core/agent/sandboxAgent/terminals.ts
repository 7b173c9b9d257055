import { Failure } from '../../failure.js';
import type { Clock } from '../../ports.js';
import { base64OfBytes } from '../../text/base64.js';
import type { Client } from '../opencode1/client.js';
import { abortable, unlessMissing } from '../opencode1/client.js';
import { number, text } from '../opencode1/read.js';
import type { Terminal, TerminalConnection, TerminalListener, TerminalsPort } from '../ports.js';
import { openSocket } from '../transport/webSocket.js';
import { ProcessOutput } from './processOutput.js';

/** The user's shell, else bash or sh. */
const SHELL = 'exec "${SHELL:-$(command -v bash || echo sh)}"';
/** Limit of input characters per frame. */
const MAX_INPUT = 16_384;
/** Time in ms to wait for the last output in the log once the program has ended; a background program keeps the log open. */
const LAST_OUTPUT_MS = 1_000;

/** Terminals of a Sandbox Agent: processes with a TTY, whose cursor is the number of an output chunk. */
export function createTerminals(caller: Client, clock: Clock): TerminalsPort {
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
      return new ProcessTerminal(caller, clock, id);
    },
  };
}

/** Base URL of the server's own API, next to the OpenCode-compatible one. */
export const rootOf = ({ http }: Client): string => http.baseUrl.replace(/\/opencode$/, '');

class ProcessTerminal implements Terminal {
  readonly id: string;
  readonly #caller: Client;
  readonly #clock: Clock;
  readonly #path: string;
  readonly #exitListeners = new Set<(code: number) => void>();
  #decoder = new TextDecoder();

  constructor(caller: Client, clock: Clock, id: string) {
    this.id = id;
    this.#caller = caller;
    this.#clock = clock;
    this.#path = `/v1/processes/${encodeURIComponent(id)}`;
  }

  /**
   * Connects. The socket sends input and receives the exit code; output is read from the log, because the socket drops
   * some of it.
   */
  async connect(cursor: number, listener: TerminalListener): Promise<TerminalConnection> {
    if (cursor === 0) this.#decoder = new TextDecoder();
    const output = new ProcessOutput(
      (query, signal) => this.#call('GET', '/logs', { query, ...(signal === undefined ? {} : { signal }) }),
      cursor,
      (bytes, sequence) => listener.output(this.#decoder.decode(bytes, { stream: true }), sequence),
    );
    let exit: number | undefined;
    const end = async (): Promise<void> => {
      if (exit !== undefined) {
        await this.#lastOutput(output);
        this.#exited(exit);
      }
      output.close();
      listener.closed(exit !== undefined);
    };
    const socket = await openSocket(
      rootOf(this.#caller),
      `${this.#path}/terminal/ws`,
      {},
      {
        message(data) {
          if (typeof data === 'string') exit = exitCodeIn(data) ?? exit;
        },
        closed: () => void end(),
      },
      await this.#caller.http.headers(),
    );
    try {
      await output.follow(() => socket.close());
    } catch (error) {
      output.close();
      socket.close();
      throw error;
    }
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
    try {
      await this.#call('POST', '/terminal/resize', { body: JSON.stringify({ rows, cols: columns }) });
    } catch (error) {
      if (await this.isRunning()) throw error;
    }
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
    await unlessMissing(this.#call('POST', '/kill', { query: { waitMs: '2000' } }));
    // A connection that saw the program end removes it as well.
    await unlessMissing(this.#call('DELETE'));
  }

  #exited(code: number): void {
    for (const listener of this.#exitListeners) listener(code);
    this.#exitListeners.clear();
    // The server keeps ended processes until they are removed.
    this.#call('DELETE').catch(() => undefined);
  }

  /** Waits until all output of an ended program was delivered. */
  async #lastOutput(output: ProcessOutput): Promise<void> {
    let cancel = (): void => {};
    const late = new Promise<void>((resolve) => (cancel = this.#clock.after(LAST_OUTPUT_MS, resolve)));
    await Promise.race([output.ended, late]);
    cancel();
    await output.fill().catch(() => undefined);
  }

  #call(
    method: string,
    path = '',
    options: { query?: Record<string, string>; body?: string; signal?: AbortSignal } = {},
  ): Promise<Response> {
    return this.#caller.http.call(method, `${this.#path}${path}`, {
      base: rootOf(this.#caller),
      ...options,
      ...(options.body === undefined ? {} : { headers: { 'content-type': 'application/json' } }),
    });
  }
}

/** The exit code, if the message contains it. */
function exitCodeIn(data: string): number | undefined {
  try {
    const message: unknown = JSON.parse(data);
    return text(message, 'type') === 'exit' ? (number(message, 'exitCode') ?? -1) : undefined;
  } catch {
    return undefined;
  }
}
