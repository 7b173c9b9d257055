import * as vscode from 'vscode';
import type { Terminal, TerminalConnection } from '../../../core/agent/ports.js';
import { toFailure } from '../../../core/failure.js';
import { delay } from '../../../core/sync/backoff.js';
import { createFilter } from './filter.js';
import { translate } from '../../services/labels.js';

/** A terminal that runs in the sandbox. */
export interface SandboxTerminal extends vscode.Pseudoterminal {
  /** The server's ID of the terminal, once it runs. */
  readonly id: string | undefined;
  /** Drops the connection, as a network failure would; for tests. */
  drop(): void;
}

/** Limit of reconnection attempts. */
const MAX_ATTEMPTS = 8;
/** Time in ms to wait for the exit code after the connection closed cleanly; it arrives on the event stream. */
const EXIT_TIMEOUT_MS = 1_500;
/** Limit of characters typed before the terminal is connected. */
const MAX_TYPED = 10_000;

/** Creates a terminal of the sandbox; `start` is called when VS Code opens it. */
export function createTerminal(start: () => Promise<Terminal>): SandboxTerminal {
  return new TerminalView(start);
}

class TerminalView implements SandboxTerminal {
  readonly #start: () => Promise<Terminal>;
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number | undefined>();
  readonly #filter = createFilter();
  readonly onDidWrite = this.#written.event;
  readonly onDidClose: vscode.Event<number | void> = (listener) => this.#closed.event((code) => listener(code));
  #terminal: Terminal | undefined;
  #connection: TerminalConnection | undefined;
  #exit: Promise<number> | undefined;
  #stopListening: (() => void) | undefined;
  #size: vscode.TerminalDimensions | undefined;
  #cursor = 0;
  #typed = '';
  #over = false;

  constructor(start: () => Promise<Terminal>) {
    this.#start = start;
  }

  get id(): string | undefined {
    return this.#terminal?.id;
  }

  open(size: vscode.TerminalDimensions | undefined): void {
    this.#size = size;
    this.#begin().catch((error: unknown) => {
      this.#note(translate(toFailure(error).message));
      this.#end(1);
    });
  }

  close(): void {
    this.#over = true;
    this.#release();
    this.#kill();
  }

  drop(): void {
    this.#connection?.close();
  }

  handleInput(text: string): void {
    if (this.#connection === undefined) this.#typed = (this.#typed + text).slice(-MAX_TYPED);
    else this.#connection.send(text);
  }

  setDimensions(size: vscode.TerminalDimensions): void {
    this.#size = size;
    this.#resize();
  }

  async #begin(): Promise<void> {
    const terminal = await this.#start();
    this.#terminal = terminal;
    if (this.#over) return this.#kill();
    this.#exit = new Promise((resolve) => (this.#stopListening = terminal.onExit(resolve)));
    await this.#connect(terminal);
    this.#resize();
  }

  async #connect(terminal: Terminal): Promise<void> {
    this.#connection = await terminal.connect(this.#cursor, {
      output: (text, cursor) => {
        this.#cursor = cursor;
        this.#written.fire(this.#filter(text));
      },
      closed: (clean) => void (clean ? this.#finish() : this.#reconnect(terminal)),
    });
    if (this.#typed !== '') this.#connection.send(this.#typed);
    this.#typed = '';
  }

  /** Called when the program has ended. Waits briefly for its exit code, which arrives over another connection. */
  async #finish(): Promise<void> {
    const none = new Promise<undefined>((resolve) => setTimeout(resolve, EXIT_TIMEOUT_MS, undefined));
    this.#end(await Promise.race([this.#exit, none]));
  }

  async #reconnect(terminal: Terminal): Promise<void> {
    this.#connection = undefined;
    if (this.#over) return;
    this.#note(vscode.l10n.t('Connection lost. Connecting again…'));
    for (let attempt = 0; attempt < MAX_ATTEMPTS && !this.#over; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, delay(attempt, Math.random())));
      const running = await terminal.isRunning().catch(() => undefined);
      if (running === false) {
        this.#note(vscode.l10n.t('The terminal has ended in the sandbox.'));
        return this.#end(undefined);
      }
      if (running === undefined) continue;
      const connected = await this.#connect(terminal).then(
        () => true,
        () => false,
      );
      if (connected) return;
    }
    this.#note(vscode.l10n.t('The sandbox is not responding. Open a new terminal when it does.'));
    this.#end(undefined);
  }

  /** A size that is lost matters less than the terminal, and is superseded by the next one. */
  #resize(): void {
    if (this.#size !== undefined) this.#terminal?.resize(this.#size).catch(() => undefined);
  }

  #note(text: string): void {
    this.#written.fire(`\r\n\u001b[2m${text}\u001b[0m\r\n`);
  }

  #end(code: number | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#release();
    // A program that a signal ended has no exit code; VS Code reports every other one as a failure.
    this.#closed.fire(code !== undefined && code >= 0 ? code : undefined);
  }

  #release(): void {
    this.#stopListening?.();
    this.#connection?.close();
  }

  #kill(): void {
    this.#terminal?.kill().catch(() => undefined);
  }
}
