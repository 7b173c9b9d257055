import { compact, list, number, text } from '../opencode1/read.js';
import { decodeBase64 } from '../processes/script.js';

/** A chunk of a process's output. The server numbers them from 1. */
interface LogEntry {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** Reads the log of a process. */
export type LogCall = (query: Record<string, string>, signal?: AbortSignal) => Promise<Response>;

/** A message of the server at the end of a terminal's output: on Linux, reading a closed terminal fails. */
const STREAM_ERROR = /^\n\[process stream error: [^\]\n]*\]\n$/;

/**
 * Delivers the output of a process, each chunk once and in order. The server drops chunks if its client or the machine
 * is slow, silently on the socket of a terminal. Its log numbers them, so that gaps are detected and read again.
 */
export class ProcessOutput {
  readonly #call: LogCall;
  readonly #put: (bytes: Uint8Array, sequence: number) => void;
  readonly #abort = new AbortController();
  #sequence: number;
  /** Serializes the delivery of chunks. */
  #work: Promise<unknown> = Promise.resolve();
  #ended = (): void => {};
  /** Resolves when the server has read all output of a terminal. */
  readonly ended: Promise<void>;

  constructor(call: LogCall, sequence: number, put: (bytes: Uint8Array, sequence: number) => void) {
    this.#call = call;
    this.#sequence = sequence;
    this.#put = put;
    this.ended = new Promise((resolve) => (this.#ended = resolve));
  }

  /** Starts and delivers the output so far; `lost` is called if the log stream ends. */
  async follow(lost: () => void): Promise<void> {
    const lines = await this.#open();
    await this.fill();
    void this.#read(lines).finally(() => {
      if (!this.#abort.signal.aborted) lost();
    });
  }

  close(): void {
    this.#abort.abort();
  }

  /** Reads the output that is missing so far. */
  fill(): Promise<void> {
    return this.#inTurn(async () => {
      const answer: unknown = await (await this.#call({ since: String(this.#sequence) }, this.#abort.signal)).json();
      for (const entry of compact(list(answer, 'entries'), entryOf)) this.#take(entry);
    });
  }

  /** Opens the stream of new chunks, as lines of an event stream. */
  async #open(): Promise<AsyncIterable<string>> {
    const answer = await this.#call({ follow: 'true', tail: '0' }, this.#abort.signal);
    return linesOf(answer, this.#abort.signal);
  }

  async #read(first: AsyncIterable<string>): Promise<void> {
    let lines = first;
    while (!this.#abort.signal.aborted) {
      try {
        for await (const line of lines) await this.#line(line);
      } catch {
        // The next stream, or its failure, shows the cause.
      }
      try {
        lines = await this.#open();
        await this.fill();
      } catch {
        return;
      }
    }
  }

  async #line(line: string): Promise<void> {
    if (!line.startsWith('data:')) return;
    const entry = entryOf(parsed(line.slice('data:'.length)));
    if (entry === undefined) return;
    if (entry.sequence > this.#sequence + 1) await this.fill();
    await this.#inTurn(async () => this.#take(entry));
  }

  #take({ sequence, bytes }: LogEntry): void {
    if (sequence <= this.#sequence || this.#abort.signal.aborted) return;
    this.#sequence = sequence;
    if (STREAM_ERROR.test(new TextDecoder().decode(bytes))) this.#ended();
    else this.#put(bytes, sequence);
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#work.then(work);
    this.#work = done.catch(() => undefined);
    return done;
  }
}

const entryOf = (value: unknown): LogEntry | undefined => {
  const [sequence, data] = [number(value, 'sequence'), text(value, 'data')];
  return sequence === undefined || data === undefined ? undefined : { sequence, bytes: decodeBase64(data) };
};

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

async function* linesOf(answer: Response, signal: AbortSignal): AsyncGenerator<string> {
  const reader = answer.body?.getReader();
  const stop = (): void => void reader?.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const next = await reader?.read();
      if (next?.value === undefined) return;
      const lines = (rest + decoder.decode(next.value, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}
