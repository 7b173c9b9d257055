import * as vscode from 'vscode';
import type { AgentServer } from '../../../core/agent/ports.js';
import { toFailure } from '../../../core/failure.js';
import type { Fetch } from '../../../core/ports.js';
import { delay } from '../../../core/sync/backoff.js';
import { createFilter } from './filter.js';
import { exitCodeOf, openSocket, type TerminalSocket } from './socket.js';

/** A terminal that runs in the sandbox. */
export interface SandboxTerminal extends vscode.Pseudoterminal {
  /** The server's id of it, once it runs. */
  readonly id: string | undefined;
  /** Breaks the connection, as a bad network would. */
  drop(): void;
}

/** Attempts to connect again before the terminal is given up. */
const ATTEMPTS = 8;
/** Ms to wait for the exit code after the connection ended in good order. */
const EXIT_WAIT = 1_500;

/** Makes a terminal in a directory of the sandbox; it starts when VS Code opens it. */
export function createTerminal(
  ready: () => Promise<AgentServer>,
  fetch: Fetch,
  directory: string,
  title: string,
): SandboxTerminal {
  const write = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number | undefined>();
  const filter = createFilter();
  const events = new AbortController();
  let id: string | undefined;
  let server: AgentServer | undefined;
  let socket: TerminalSocket | undefined;
  let exit: Promise<number | undefined> | undefined;
  let cursor = 0;
  let over = false;
  let typed = '';
  let size: vscode.TerminalDimensions | undefined;

  const note = (text: string): void => write.fire(`\r\n\u001b[2m${text}\u001b[0m\r\n`);
  const end = (code: number | undefined): void => {
    if (over) return;
    over = true;
    events.abort();
    socket?.close();
    closed.fire(code);
  };

  const resize = async (): Promise<void> => {
    if (server === undefined || id === undefined || size === undefined) return;
    const body = { size: { rows: size.rows, cols: size.columns } };
    await server.request('PUT', `/pty/${encodeURIComponent(id)}`, { query: { directory }, body });
  };

  const connect = async (): Promise<void> => {
    if (server === undefined || id === undefined) return;
    socket = await openSocket(server, fetch, id, directory, cursor, {
      output(text, at) {
        cursor = at;
        write.fire(filter(text));
      },
      closed: (clean) => void (clean ? finish() : reconnect()),
    });
    if (typed !== '') socket.send(typed);
    typed = '';
  };

  /** Ended in good order: the program is over. Its code comes over another connection, so give it a moment. */
  const finish = async (): Promise<void> => {
    const none = new Promise<undefined>((resolve) => setTimeout(resolve, EXIT_WAIT, undefined));
    end(await Promise.race([exit, none]));
  };

  const isRunning = async (): Promise<boolean | undefined> => {
    if (server === undefined || id === undefined) return false;
    return server.request('GET', `/pty/${encodeURIComponent(id)}`, { query: { directory } }).then(
      () => true,
      (error: unknown) => (toFailure(error).status === 404 ? false : undefined),
    );
  };

  const reconnect = async (): Promise<void> => {
    socket = undefined;
    if (over) return;
    note(vscode.l10n.t('Connection lost. Connecting again…'));
    for (let attempt = 0; attempt < ATTEMPTS && !over; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, delay(attempt, Math.random())));
      const running = await isRunning();
      if (running === false) {
        note(vscode.l10n.t('The terminal has ended in the sandbox.'));
        return end(undefined);
      }
      if (
        running === true &&
        (await connect()
          .then(() => true)
          .catch(() => false))
      )
        return;
    }
    note(vscode.l10n.t('The sandbox does not answer. Open a new terminal when it does.'));
    end(undefined);
  };

  const start = async (): Promise<void> => {
    server = await ready();
    const made = await server.request('POST', '/pty', { query: { directory }, body: { title, cwd: directory } });
    if (typeof made !== 'object' || made === null || !('id' in made) || typeof made.id !== 'string')
      throw new Error('The server made no terminal.');
    id = made.id;
    if (over) return stop();
    exit = exitCodeOf(server, fetch, id, directory, events.signal);
    await connect();
    await resize();
  };

  const stop = async (): Promise<void> => {
    if (server === undefined || id === undefined) return;
    await server.request('DELETE', `/pty/${encodeURIComponent(id)}`, { query: { directory } }).catch(() => undefined);
  };

  return {
    get id() {
      return id;
    },
    drop: () => socket?.close(),
    onDidWrite: write.event,
    onDidClose: (listener) => closed.event((code) => listener(code)),
    open(dimensions) {
      size = dimensions;
      start().catch((error: unknown) => {
        note(toFailure(error).message);
        end(1);
      });
    },
    close() {
      over = true;
      events.abort();
      socket?.close();
      void stop();
    },
    handleInput(text) {
      if (socket === undefined) typed = (typed + text).slice(-10_000);
      else socket.send(text);
    },
    setDimensions(dimensions) {
      size = dimensions;
      // A size that did not arrive is sent again with the next one.
      resize().catch(() => undefined);
    },
  };
}
