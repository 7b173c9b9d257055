import assert from 'node:assert/strict';
import type { Terminal, TerminalConnection } from '../../../../src/core/agent/ports.js';
import { poll } from '../../../support/poll.js';
import type { RunningServer } from './servers.js';

/** A terminal with its whole output. */
export interface OpenTerminal {
  readonly terminal: Terminal;
  readonly output: () => string;
  readonly closed: () => boolean | undefined;
  type(text: string): void;
  /** Cuts the connection. */
  drop(): void;
  connect(): Promise<void>;
  sees(text: string): Promise<void>;
}

/** Opens a terminal in the repository of a server, and connects to it. */
export async function openTerminal({ server, repository }: RunningServer): Promise<OpenTerminal> {
  assert.ok(server.terminals);
  const terminal = await server.terminals.open({ directory: repository.path, title: 'test' });
  let [cursor, output] = [0, ''];
  let closed: boolean | undefined;
  let connection: TerminalConnection | undefined;
  const connect = async (): Promise<void> => {
    closed = undefined;
    connection = await terminal.connect(cursor, {
      output(text, next) {
        output += text;
        cursor = next;
      },
      closed: (clean) => (closed = clean),
    });
  };
  await connect();
  return {
    terminal,
    connect,
    output: () => output,
    closed: () => closed,
    type: (text) => connection?.send(text),
    drop: () => connection?.close(),
    sees: (text) => poll(`${JSON.stringify(text)} in ${JSON.stringify(output)}`, () => output.includes(text)),
  };
}
