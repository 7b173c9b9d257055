import assert from 'node:assert/strict';
import { poll } from '../../../support/poll.js';
import { openTerminal, type OpenTerminal } from './openTerminal.js';
import { eachServer, runningSharedServer } from './servers.js';

describe('terminals in the sandbox', () => {
  eachServer((kind) => {
    const at = runningSharedServer(kind);
    const open = (): Promise<OpenTerminal> => openTerminal(at());

    it('start a shell in the folder, accept input and show output', async () => {
      const opened = await open();
      opened.type('printf "<%s>\\n" "grüße 😀" "$PWD" $((40 + 2))\n');
      await opened.sees(`<grüße 😀>\r\n<${at().repository.path}>\r\n<42>`);
      await opened.terminal.kill();
    });
    it('are resized', async () => {
      const opened = await open();
      await opened.terminal.resize({ rows: 33, columns: 111 });
      opened.type('stty size\n');
      await opened.sees('33 111');
      await opened.terminal.kill();
    });
    it('show characters whose bytes arrive separately', async () => {
      const opened = await open();
      opened.type('printf "<\\303"; sleep 0.3; printf "\\274>\\n"\n');
      await opened.sees('<ü>');
      await opened.terminal.kill();
    });
    it('report the exit code', async () => {
      const opened = await open();
      const exit = new Promise<number>((resolve) => void opened.terminal.onExit(resolve));
      opened.type('exit 7\n');
      assert.equal(await exit, 7);
      await poll('the end', () => opened.closed() === true);
      assert.equal(await opened.terminal.isRunning(), false);
      await opened.terminal.resize({ rows: 33, columns: 111 });
      assert.ok(!opened.output().includes('stream error'));
    });
    it('continue without a connection, and deliver what was missed exactly once', async () => {
      const opened = await open();
      opened.type('sleep 1; for n in 1 2 3 4 5; do echo "line-$n"; sleep 0.1; done; echo "the ""end"\n');
      await opened.sees('the ""end');
      opened.drop();
      await poll('the loss', () => opened.closed() === false);
      await opened.connect();
      await opened.sees('the end');
      const found = [...opened.output().matchAll(/^line-(\d)/gm)].map(([, number]) => number);
      assert.deepEqual(found, ['1', '2', '3', '4', '5']);
      assert.equal(await opened.terminal.isRunning(), true);
      await opened.terminal.kill();
      assert.equal(await opened.terminal.isRunning(), false);
    });
    it('are killed without an error where another client killed them first', async () => {
      const { terminal } = await open();
      await terminal.kill();
      await terminal.kill();
      assert.equal(await terminal.isRunning(), false);
    });
    // OpenCode drops what a program prints right before it ends.
    if (kind === 'Sandbox Agent')
      it('show the last output of a program that ends at once', async () => {
        for (let time = 0; time < 20; time++) {
          const opened = await open();
          opened.type('exec sh -c "seq 1 5000; echo the end"\n');
          await poll('the end', () => opened.closed() === true);
          assert.match(opened.output(), /\r\n5000\r\nthe end\r\n$/);
        }
      });
  });
});
