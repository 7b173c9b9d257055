import assert from 'node:assert/strict';
import { createLiveOutput } from '../../../../src/core/sandbox/liveOutput.js';
import { createStore } from '../../../../src/core/sync/store.js';
import type { ToolPart } from '../../../../src/shared/model/entities.js';
import { assistant, opened, said, SES, tool, upsert } from '../../shared/model/build.js';
import { createTestClock } from '../../../support/clock.js';
import { createFakeServer } from '../../../support/fakeServer.js';
import { silentLogger } from '../../../support/silentLogger.js';

function bench() {
  const clock = createTestClock();
  const store = createStore(clock, silentLogger);
  const reads: string[] = [];
  let printed = '';
  const commandOutput = {
    async read(command: string, cursor: number) {
      reads.push(`${command} ${cursor}`);
      return { output: printed.slice(cursor), cursor: printed.length };
    },
  };
  const live = createLiveOutput({
    store,
    server: () => ({ ...createFakeServer(), commandOutput }),
    clock,
    logger: silentLogger,
  });
  store.dispatch([...opened, said(assistant('m', 1))]);
  const run = (more: Partial<ToolPart>): void => {
    store.dispatch([upsert(tool('m', 'p', 'running', { commandId: 'sh_1', ...more }))]);
    store.flush();
  };
  const output = (): string | undefined => {
    const [part] = store.state.transcripts.get(SES)?.messages[0]?.parts ?? [];
    return part?.type === 'tool' ? part.output : undefined;
  };
  return { clock, store, live, reads, run, output, print: (text: string) => void (printed += text) };
}

describe('the output of a running command that events do not report', () => {
  it('is read piece by piece until the command ends', async () => {
    const at = bench();
    at.run({});
    at.print('one ');
    await at.clock.tick(1_100);
    assert.equal(at.output(), 'one ');
    at.print('two');
    await at.clock.tick(1_100);
    assert.equal(at.output(), 'one two');
    at.run({ status: 'completed', output: 'one two three' });
    const count = at.reads.length;
    await at.clock.tick(10_000);
    assert.deepEqual([at.output(), at.reads.slice(count), at.clock.waiting], ['one two three', [], 0]);
    assert.deepEqual(at.reads, ['sh_1 0', 'sh_1 4']);
    at.live.dispose();
  });

  it('is not requested if no such command runs, nor after the end', async () => {
    const at = bench();
    at.store.dispatch([upsert(tool('m', 'p', 'running'))]);
    at.store.flush();
    await at.clock.tick(10_000);
    assert.deepEqual(at.reads, []);
    at.run({});
    at.live.dispose();
    await at.clock.tick(10_000);
    assert.deepEqual([at.reads, at.clock.waiting], [[], 0]);
  });
});
