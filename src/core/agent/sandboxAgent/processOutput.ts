import { compact, list, number, text } from '../opencode1/read.js';
import { decodeBase64 } from '../processes/script.js';

/** A piece of what a process printed. The server counts them from 1. */
interface LogEntry {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

/** Reads the log of a process. */
export type LogCall = (query: Record<string, string>, signal?: AbortSignal) => Promise<Response>;

/** The server's own words at the end of a terminal's output: on Linux a terminal ends with an error. */
const STREAM_ERROR = /^\n\[process stream error: [^\]\n]*\]\n$/;

/**
 * What a process prints, each piece once and in order. The server leaves pieces out while its client or the machine is slow,
 * on the socket of a terminal without a sign. Its log numbers them, so a gap is noticed here and read again.
 */
export class ProcessOutput {
  readonly #call: LogCall;
  readonly #put: (bytes: Uint8Array, sequence: number) => void;
  readonly #abort = new AbortController();
  #sequence: number;
  /** Pieces are put by one task at a time. */
  #work: Promise<unknown> = Promise.resolve();
  #ended = (): void => {};
  /** Resolves when the server has read everything that a terminal printed. */
  readonly ended: Promise<void>;

  constructor(call: LogCall, sequence: number, put: (bytes: Uint8Array, sequence: number) => void) {
    this.#call = call;
    this.#sequence = sequence;
    this.#put = put;
    this.ended = new Promise((resolve) => (this.#ended = resolve));
  }

  /** Starts, and gives what was printed until now; `lost` is called when no more will come. */
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

  /** Reads what is missing until now. */
  fill(): Promise<void> {
    return this.#inTurn(async () => {
      const answer: unknown = await (await this.#call({ since: String(this.#sequence) }, this.#abort.signal)).json();
      for (const entry of compact(list(answer, 'entries'), entryOf)) this.#take(entry);
    });
  }

  /** Pieces from now on, as lines of an event stream. */
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
        // The next stream, or its failure, tells what it was.
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
