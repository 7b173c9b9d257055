import assert from 'node:assert/strict';
import type { Terminal, TerminalListener } from '../../../../../src/core/agent/ports.js';
import { MARKS } from '../../../../../src/core/agent/processes/script.js';
import { processesByTerminal } from '../../../../../src/core/agent/processes/terminalProcesses.js';
import { createTestClock } from '../../../../support/clock.js';

/** What a test drops, by the number of the connection and the content. */
interface Losses {
  readonly input?: (connection: number, line: string) => boolean;
  readonly output?: (connection: number, text: string) => boolean;
}

const HELLO = /^hello(\d+)\n$/;

/** A terminal in which the script runs, and a program that prints "abcd" in two pieces. */
function scripted(losses: Losses = {}) {
  const clock = createTestClock();
  const typed: string[] = [];
  let [connections, output, confirmed] = [0, '', 0];
  let listeners: ((text: string) => void)[] = [];
  const print = (text: string): void => {
    output += text;
    for (const each of listeners) each(text);
  };
  const take = (line: string): void => {
    typed.push(line);
    const [, hello] = HELLO.exec(line) ?? [];
    if (hello !== undefined && !typed.includes('start\n')) print(`${MARKS.ready}${hello}${MARKS.ready}`);
    // The arguments are the last input here.
    if (typed.at(-2) === 'start\n') print(`${MARKS.result}0 4 0\nYWI=${MARKS.piece}`);
    if (line === `${confirmed + 1}\n` && confirmed++ === 0) print(`Y2Q=${MARKS.end}`);
  };
  const terminal: Terminal = {
    id: 'pty_1',
    async connect(cursor: number, listener: TerminalListener) {
      const connection = ++connections;
      let at = cursor;
      const give = (text: string): void => {
        at += text.length;
        if (losses.output?.(connection, text) !== true) setImmediate(() => listener.output(text, at));
      };
      if (output.length > cursor) give(output.slice(cursor));
      listeners.push(give);
      return {
        send: (line) => (losses.input?.(connection, line) === true ? undefined : setImmediate(() => take(line))),
        close() {
          listeners = listeners.filter((each) => each !== give);
          listener.closed(false);
        },
      };
    },
    async resize() {},
    isRunning: async () => true,
    onExit: () => () => {},
    async kill() {},
  };
  const processes = processesByTerminal({ open: async () => terminal }, clock);
  return { clock, typed, processes, confirmed: () => confirmed, connections: () => connections };
}

describe('a program in a terminal', () => {
  const run = async (losses: Losses) => {
    const { clock, processes, ...rest } = scripted(losses);
    const result = processes.run(['true'], { directory: '/app' });
    await clock.tick(16_000);
    return { ...rest, output: new TextDecoder().decode((await result).stdout) };
  };

  it('sends each piece of its output once the one before has arrived, and ends when all have', async () => {
    const { output, confirmed, connections } = await run({});
    assert.deepEqual([output, confirmed(), connections()], ['abcd', 2, 1]);
  });
  for (const [name, losses] of Object.entries<Losses>({
    'its first sign': { output: (connection) => connection === 1 },
    'its output': { output: (connection, text) => connection === 1 && text.includes(MARKS.result) },
    'the greeting': { input: (connection) => connection === 1 },
    'the greeting on two connections': { input: (connection) => connection < 3 },
    'a confirmation': { input: (connection, line) => connection === 1 && line === '1\n' },
  }))
    it(`ends even if the connection lost ${name}`, async () => {
      const { output, typed } = await run(losses);
      assert.equal(output, 'abcd');
      assert.equal(typed.filter((line) => line === 'start\n').length, 1);
    });

  it('is not cut off while its input may still be on the way', async () => {
    const { clock, processes, connections } = scripted({ output: (_, text) => text.includes(MARKS.result) });
    const input = new Uint8Array(1_000_000);
    const failed = assert.rejects(processes.run(['cat'], { directory: '/app', input }), /did not finish in time/);
    await clock.tick(90_000);
    await failed;
    assert.equal(connections(), 1);
  });

  it('ends at its deadline even if no connection ever opens', async () => {
    const clock = createTestClock();
    let killed = 0;
    const terminal: Terminal = {
      id: 'pty_1',
      connect: () => new Promise(() => {}),
      async resize() {},
      isRunning: async () => true,
      onExit: () => () => {},
      kill: async () => void killed++,
    };
    const processes = processesByTerminal({ open: async () => terminal }, clock);
    const failed = assert.rejects(processes.run(['true'], { directory: '/app' }), /did not finish in time/);
    await clock.tick(60_000);
    await failed;
    assert.ok(killed > 0);
  });
});
