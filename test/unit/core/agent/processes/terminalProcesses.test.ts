import assert from 'node:assert/strict';
import type { TerminalListener, TerminalsPort } from '../../../../../src/core/agent/ports.js';
import { processesByTerminal } from '../../../../../src/core/agent/processes/terminalProcesses.js';
import { createTestClock } from '../../../../support/clock.js';

const READY = '\u0002';
const RESULT = `\u00030 0 0\n\u0004\u0005`;

/** A terminal whose first connection gives only `first`, and each later one the rest. */
function lossy(first: string) {
  const clock = createTestClock();
  let connections = 0;
  const terminals: TerminalsPort = {
    open: async () => ({
      id: 'pty_1',
      async connect(_cursor: number, listener: TerminalListener) {
        const text = connections++ === 0 ? first : RESULT;
        if (text !== '') listener.output(text, text.length);
        return { send() {}, close: () => listener.closed(false) };
      },
      async resize() {},
      isRunning: async () => true,
      onExit: () => () => {},
      async kill() {},
    }),
  };
  return { clock, processes: processesByTerminal(terminals, clock), connections: () => connections };
}

describe('a program in a terminal', () => {
  for (const [name, first] of [
    ['its first sign', ''],
    ['its output', READY],
  ] as const)
    it(`is heard again when the connection missed ${name}`, async () => {
      const { clock, processes, connections } = lossy(first);
      const run = processes.run(['true'], { directory: '/app' });
      await clock.tick(11_000);
      assert.equal((await run).exitCode, 0);
      assert.equal(connections(), 2);
    });

  it('is not cut off while its input may still be on the way', async () => {
    const { clock, processes, connections } = lossy(READY);
    const run = processes.run(['cat'], { directory: '/app', input: new Uint8Array(1_000_000) });
    const failed = assert.rejects(run, /did not end in time/);
    await clock.tick(60_000);
    await failed;
    assert.equal(connections(), 1);
  });
});
