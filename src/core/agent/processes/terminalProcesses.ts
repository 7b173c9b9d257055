import { base64, base64OfBytes } from '../../text/base64.js';
import { Failure } from '../../failure.js';
import type { Clock } from '../../ports.js';
import type { ProcessesPort, RunOptions, RunResult, Terminal, TerminalConnection, TerminalsPort } from '../ports.js';
import { createLimiter } from './limiter.js';
import {
  encodeWords,
  limitsOf,
  LINES,
  MARKS,
  parseOutput,
  programWords,
  resultOf,
  TERMINAL_SCRIPT,
  type RawResult,
} from './script.js';

/** Limit of concurrent terminals that run programs; others wait. */
const MAX_TERMINALS = 4;
/** Additional time in ms for a run, to start the program and to send its output. */
const MARGIN_MS = 20_000;
const MAX_RECONNECTS = 3;
/** Time without output, in ms, after which a new connection requests it again. */
const SILENCE_MS = 5_000;
/** Number of silent periods after which a connection that has not opened is abandoned. */
const MAX_SILENT_OPENING = 3;
/** Number of characters typed at once. */
const TYPED_AT_ONCE = 16_384;
/** Assumed throughput of the slowest network, in characters per ms. */
const MIN_SPEED = 50;

/** Title of the terminals that run programs. */
export const RUN_TITLE = 'OpenCode Sandbox';

/** Runs programs on servers that only have terminals, each in a hidden terminal. */
export function processesByTerminal(terminals: TerminalsPort, clock: Clock): ProcessesPort {
  const limiter = createLimiter(MAX_TERMINALS);
  return {
    run: (program, options, signal) => {
      const words = programWords(program, options);
      return limiter.run(() => runInTerminal(terminals, clock, words, options, signal), signal);
    },
  };
}

/** Opens the terminal of a run; `typed` is its initial input. */
function openTerminal(
  terminals: TerminalsPort,
  clock: Clock,
  options: RunOptions,
  typed: readonly [string, string],
  signal: AbortSignal | undefined,
): Promise<Terminal> {
  const { seconds, maxOutput } = limitsOf(options);
  const id = Array.from({ length: 4 }, () => Math.floor(clock.random() * 2 ** 32).toString(36)).join('');
  const numbers = [seconds, maxOutput + 1, ...typed.map(({ length }) => length)].map(String);
  // Started by `env`, because OpenCode adds an option to programs whose name ends in "sh".
  const program = ['env', 'sh', '-c', TERMINAL_SCRIPT, 'sh', id, ...numbers] as const;
  return terminals.open({ title: RUN_TITLE, program }, signal);
}

async function runInTerminal(
  terminals: TerminalsPort,
  clock: Clock,
  words: readonly string[],
  options: RunOptions,
  signal: AbortSignal | undefined,
): Promise<RunResult> {
  const { seconds } = limitsOf(options);
  const typed = [
    base64(encodeWords([options.directory, ...words])),
    base64OfBytes(options.input ?? new Uint8Array()),
  ] as const;
  const started = clock.now();
  const terminal = await openTerminal(terminals, clock, options, typed, signal);
  const kill = (): void => void terminal.kill().catch(() => undefined);
  const stop = (failure: Failure) => (): void => {
    conversation.fail(failure);
    kill();
  };
  const late = stop(new Failure('unreachable', 'A program in the sandbox did not finish in time.'));
  const typing = typed.join('').length / MIN_SPEED;
  let cancelDeadline = clock.after(seconds * 1000 + MARGIN_MS + typing, late);
  const conversation = new Conversation(terminal, typed.join(''), () => {
    cancelDeadline();
    cancelDeadline = clock.after(MARGIN_MS, late);
  });
  const aborted = stop(new Failure('aborted', 'Stopped.'));
  const cancelRefresh = every(clock, SILENCE_MS, () => conversation.refresh());
  signal?.addEventListener('abort', aborted, { once: true });
  try {
    if (signal?.aborted) aborted();
    return resultOf(await conversation.result(), options, clock.now() - started);
  } finally {
    cancelDeadline();
    cancelRefresh();
    signal?.removeEventListener('abort', aborted);
    kill();
  }
}

function every(clock: Clock, ms: number, work: () => void): () => void {
  let cancel = (): void => {};
  const again = (): void => {
    cancel = clock.after(ms, () => {
      work();
      again();
    });
  };
  again();
  return () => cancel();
}

/** Types into a terminal and reads from it, reconnecting as needed. */
class Conversation {
  readonly #terminal: Terminal;
  readonly #typed: string;
  readonly #arrived: () => void;
  readonly #chunks: string[] = [];
  readonly #outcome: Promise<RawResult>;
  #resolve: (result: RawResult) => void = () => {};
  #reject: (failure: Failure) => void = () => {};
  #connection: TerminalConnection | undefined;
  /** Counts connections; output of an earlier connection is ignored, because the next one repeats it. */
  #attempt = 0;
  #cursor = 0;
  #begun = false;
  /** Whether any output arrived since the input was typed. */
  #answered = false;
  #pieces = 0;
  #over = false;
  #reconnects = 0;
  #isSilent = true;
  #silentOpening = 0;

  /** `arrived` is called for each chunk of output. */
  constructor(terminal: Terminal, typed: string, arrived: () => void) {
    this.#terminal = terminal;
    this.#typed = typed;
    this.#arrived = arrived;
    this.#outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  async result(): Promise<RawResult> {
    if (!this.#over) this.#connect();
    try {
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

  /** Reconnects if no output arrived since the last call; the new connection delivers what was missed. */
  refresh(): void {
    const isSilent = this.#isSilent;
    this.#isSilent = true;
    // On a slow network the input may still be in transit; a reconnect would truncate it.
    const mayBeTyping = this.#begun && !this.#answered && this.#typed.length > TYPED_AT_ONCE;
    if (!isSilent || mayBeTyping || this.#over) return;
    if (this.#connection === undefined && ++this.#silentOpening < MAX_SILENT_OPENING) return;
    this.#connect();
  }

  #connect(): void {
    const attempt = ++this.#attempt;
    const isCurrent = (): boolean => attempt === this.#attempt && !this.#over;
    this.#connection?.close();
    this.#connection = undefined;
    this.#silentOpening = 0;
    const lost = (error?: unknown): void => {
      if (isCurrent()) this.#lost(error);
    };
    const listener = {
      output: (text: string, cursor: number): void => {
        if (!isCurrent()) return;
        this.#cursor = cursor;
        this.#take(text);
      },
      closed: () => lost(),
    };
    this.#terminal.connect(this.#cursor, listener).then((connection) => {
      if (!isCurrent()) return connection.close();
      this.#connection = connection;
      if (this.#begun) this.#confirm();
      else connection.send(LINES.hello(attempt));
    }, lost);
  }

  #take(text: string): void {
    this.#isSilent = false;
    this.#answered = this.#begun;
    this.#chunks.push(text);
    this.#begin();
    const pieces = text.split(MARKS.piece).length - 1;
    const isOver = text.includes(MARKS.end);
    this.#pieces += pieces + (isOver ? 1 : 0);
    if (pieces > 0 || isOver) this.#confirm();
    if (pieces > 0) this.#arrived();
    if (!isOver) return;
    const result = parseOutput(this.#chunks.join(''));
    if (result === undefined)
      this.fail(new Failure('unreachable', 'The output of a program in the sandbox was truncated.'));
    else this.#resolve(result);
  }

  /** Types the input once the script has replied to this connection; the reply may arrive in several chunks. */
  #begin(): void {
    const connection = this.#connection;
    const answer = `${MARKS.ready}${this.#attempt}${MARKS.ready}`;
    if (this.#begun || connection === undefined || !this.#chunks.join('').includes(answer)) return;
    this.#begun = true;
    connection.send(LINES.start);
    for (let at = 0; at < this.#typed.length; at += TYPED_AT_ONCE)
      connection.send(this.#typed.slice(at, at + TYPED_AT_ONCE));
  }

  /** Acknowledges the last chunk, again on each new connection: the line may have been lost with the old one. */
  #confirm(): void {
    if (this.#pieces > 0) this.#connection?.send(LINES.confirm(this.#pieces));
  }

  #lost(error?: unknown): void {
    this.#connection = undefined;
    const lost = new Failure('unreachable', 'The connection to a program in the sandbox was lost.', { cause: error });
    const neverOpened = this.#chunks.length === 0;
    if (neverOpened && error instanceof Failure && error.kind !== 'unreachable') return this.fail(error);
    // Partially typed input cannot be repeated.
    if (this.#reconnects++ >= MAX_RECONNECTS || (this.#begun && !this.#answered)) return this.fail(lost);
    this.#connect();
  }
}
