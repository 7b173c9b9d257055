import assert from 'node:assert/strict';
import { openTerminal } from './openTerminal.js';
import { eachServer, runningSharedServer } from './servers.js';

describe('terminals in the sandbox', () => {
  eachServer((kind) => {
    const at = runningSharedServer(kind);

    it('write 10 MB without loss', async () => {
      const opened = await openTerminal(at());
      opened.type('stty -echo; seq 1 1250000; echo "the ""end"\n');
      await opened.sees('the end');
      const numbers = opened.output().match(/^\d+(?=\r$)/gm) ?? [];
      assert.equal(numbers.length, 1_250_000);
      assert.ok(numbers.every((number, index) => number === String(index + 1)));
      await opened.terminal.kill();
    });
  });
});
