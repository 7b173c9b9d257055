import { base64, base64OfBytes } from '../../text/base64.js';
import { Failure } from '../../failure.js';
import type { Clock } from '../../ports.js';
import type { ProcessesPort, RunOptions, RunResult, Terminal, TerminalConnection, TerminalsPort } from '../ports.js';
import { createLimiter } from './limiter.js';
import {
  encodeWords,
  limitsOf,
  MARKS,
  parseOutput,
  programWords,
  resultOf,
  TERMINAL_SCRIPT,
  type RawResult,
} from './script.js';

/** Terminals that run programs at the same time; others wait. */
const MAX_TERMINALS = 4;
/** Ms that a run may take longer than its program: to start it and to send its output. */
const MARGIN_MS = 20_000;
const MAX_RECONNECTS = 3;
/** Ms without output after which it is asked for again, by a new connection. */
const SILENCE_MS = 5_000;
/** Characters typed at a time. */
const TYPED_AT_ONCE = 16_384;

/** Programs for servers that have only terminals: a hidden terminal for each run. */
export function processesByTerminal(terminals: TerminalsPort, clock: Clock): ProcessesPort {
  const limiter = createLimiter(MAX_TERMINALS);
  return {
    run: (program, options, signal) => {
      const words = programWords(program, options);
      return limiter.run(() => runInTerminal(terminals, clock, words, options, signal), signal);
    },
  };
}

async function runInTerminal(
  terminals: TerminalsPort,
  clock: Clock,
  words: readonly string[],
  options: RunOptions,
  signal: AbortSignal | undefined,
): Promise<RunResult> {
  const { seconds, maxOutput } = limitsOf(options);
  const wordsTyped = base64(encodeWords([options.directory, ...words]));
  const inputTyped = base64OfBytes(options.input ?? new Uint8Array());
  const started = clock.now();
  const id = Array.from({ length: 4 }, () => Math.floor(clock.random() * 2 ** 32).toString(36)).join('');
  const numbers = [seconds, maxOutput + 1, wordsTyped.length, inputTyped.length].map(String);
  const terminal = await terminals.open(
    // By `env`, because OpenCode adds an option to programs whose name ends in "sh".
    { title: 'OpenCode Sandbox', program: ['env', 'sh', '-c', TERMINAL_SCRIPT, 'sh', id, ...numbers] },
    signal,
  );
  const conversation = new Conversation(terminal, wordsTyped + inputTyped);
  const kill = (): void => void terminal.kill().catch(() => undefined);
  const stop = (failure: Failure) => (): void => {
    conversation.fail(failure);
    kill();
  };
  const aborted = stop(new Failure('aborted', 'Stopped.'));
  const cancel = clock.after(
    seconds * 1000 + MARGIN_MS,
    stop(new Failure('unreachable', 'A program in the sandbox did not end in time.')),
  );
  let cancelRefresh = (): void => {};
  const refresh = (): void => {
    cancelRefresh = clock.after(SILENCE_MS, () => {
      conversation.refresh();
      refresh();
    });
  };
  refresh();
  signal?.addEventListener('abort', aborted, { once: true });
  try {
    if (signal?.aborted) aborted();
    return resultOf(await conversation.result(), options, clock.now() - started);
  } finally {
    cancel();
    cancelRefresh();
    signal?.removeEventListener('abort', aborted);
    kill();
  }
}

/** Types into a terminal and reads from it, reconnecting as needed. */
class Conversation {
  readonly #terminal: Terminal;
  readonly #typed: string;
  readonly #chunks: string[] = [];
  readonly #outcome: Promise<RawResult>;
  #resolve: (result: RawResult) => void = () => {};
  #reject: (failure: Failure) => void = () => {};
  #connection: TerminalConnection | undefined;
  #cursor = 0;
  #begun = false;
  #over = false;
  #reconnects = 0;
  #heard = false;
  #refreshing = false;

  constructor(terminal: Terminal, typed: string) {
    this.#terminal = terminal;
    this.#typed = typed;
    this.#outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    // A failure may occur before anything awaits it.
    this.#outcome.catch(() => undefined);
  }

  async result(): Promise<RawResult> {
    try {
      await this.#connect();
      return await this.#outcome;
    } finally {
      this.#over = true;
      this.#connection?.close();
    }
  }

  fail(failure: Failure): void {
    this.#over = true;
    this.#reject(failure);
  }

  /** Connects again where nothing was heard since the last call: what the connection missed comes then. */
  refresh(): void {
    // A slow network may still be taking the input, which would be cut.
    const mayBeTyping = this.#begun && this.#chunks.length === 1 && this.#typed.length > TYPED_AT_ONCE;
    if (!this.#heard && !mayBeTyping && this.#connection !== undefined) {
      this.#refreshing = true;
      this.#connection.close();
    }
    this.#heard = false;
  }

  async #connect(): Promise<void> {
    this.#connection = await this.#terminal.connect(this.#cursor, {
      output: (text, cursor) => {
        this.#cursor = cursor;
        this.#take(text);
      },
      closed: () => void this.#closed(),
    });
    this.#begin();
  }

  #take(text: string): void {
    this.#heard = true;
    this.#chunks.push(text);
    if (!this.#begun) this.#begin();
    if (!text.includes(MARKS.end)) return;
    const result = parseOutput(this.#chunks.join(''));
    if (result === undefined) this.fail(new Failure('unreachable', 'The output of a program in the sandbox was cut.'));
    else this.#resolve(result);
  }

  /** Types the input once the terminal is ready, however its first output was cut. */
  #begin(): void {
    const connection = this.#connection;
    if (this.#begun || connection === undefined || !this.#chunks.some((chunk) => chunk.includes(MARKS.ready))) return;
    this.#begun = true;
    for (let at = 0; at < this.#typed.length; at += TYPED_AT_ONCE)
      connection.send(this.#typed.slice(at, at + TYPED_AT_ONCE));
  }

  async #closed(): Promise<void> {
    if (this.#over) return;
    this.#connection = undefined;
    const lost = new Failure('unreachable', 'The connection to a program in the sandbox was lost.');
    // Partially typed input cannot be typed again.
    const again =
      this.#refreshing || (this.#reconnects++ < MAX_RECONNECTS && (!this.#begun || this.#chunks.length > 1));
    this.#refreshing = false;
    if (!again) return this.fail(lost);
    await this.#connect().catch(() => this.fail(lost));
  }
}
