import assert from 'node:assert/strict';
import { absent, text } from '../../src/core/changes/content.js';
import { applying, latin, type Side } from './applying.js';

describe('applying many changes in a real editor', () => {
  const { write, tree, apply } = applying();

  it('applies 500 files and a file of 20,000 lines, and the extension host stays responsive', async () => {
    const many: Record<string, readonly [Side, Side]> = {};
    for (let i = 0; i < 500; i++)
      many[`many/f${i}.txt`] = i % 5 === 0 ? [undefined, `new ${i}\n`] : [`old ${i}\nsame\n`, `new ${i}\nsame\n`];
    const lines = Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`);
    many['big.txt'] = [lines.join(''), lines.with(10_000, 'LINE\n').with(19_999, 'END').join('')];
    for (const [name, [before]] of Object.entries(many)) if (before !== undefined) write(name, before);
    let ticks = 0;
    const timer = setInterval(() => ticks++, 5);
    const report = await apply(many);
    clearInterval(timer);
    assert.deepEqual(report.skipped, []);
    assert.equal(report.applied.length, 501);
    assert.deepEqual(tree(), Object.fromEntries(Object.entries(many).map(([name, [, side]]) => [name, latin(side)])));
    assert.ok(ticks > 10, 'the event loop went on');
    assert.equal(text('x').kind, 'text');
    assert.equal(absent.kind, 'absent');
  }).timeout(240_000);
});
