import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createReport, figure, readFigures, withTable } from '../../bench/report.js';
import type { Measured, Shown } from '../../bench/web/client.js';
import { opened, readings, type Stack } from '../../bench/web/stack.js';
import { makeTemp, removeTemp } from '../../support/temp.js';

describe('a run of the benchmark', () => {
  const folder = makeTemp('bench');
  const path = join(folder, 'results.json');
  const names = (): readonly string[] =>
    (JSON.parse(readFileSync(path, 'utf8')) as readonly { readonly name: string }[]).map(({ name }) => name);
  after(() => removeTemp(folder));

  it('writes each row as soon as it is measured, and keeps the rows of earlier runs in their place', () => {
    writeFileSync(path, JSON.stringify([figure('first', 'ms', [1]), figure('second', 'ms', [2])]));
    const report = createReport(path);
    report.add([figure('new', 'ms', [3])]);
    assert.deepEqual(names(), ['first', 'second', 'new']);
    report.add([figure('first', 'ms', [4, 6, 5])]);
    assert.deepEqual(names(), ['first', 'second', 'new']);
    const [first] = JSON.parse(readFileSync(path, 'utf8')) as readonly { readonly ours: unknown }[];
    assert.deepEqual(first?.ours, { median: 5, min: 4, max: 6 });
    report.add([figure('without a reading', 'ms', [])]);
    assert.deepEqual(names(), ['first', 'second', 'new']);
  });

  it('has its rows in the document', () => {
    const document = readFileSync('docs/benchmark.md', 'utf8');
    assert.equal(withTable(document, readFigures('test/bench/results.json')), document);
    const measured = figure('OpenCode 2: open', 'ms', [10], { theirs: [40], goal: 0.5 });
    const changed = withTable(document, [measured]);
    assert.match(changed, /^\| OpenCode 2: open \| ms \| 10\.0 \| 40\.0 \| 0\.250 \| met \(≤ 0\.5\) \|\n\n/m);
    assert.equal(changed.split('\n## Findings')[1], document.split('\n## Findings')[1]);
  });

  it('continues after an error, which names the client and the session', async () => {
    const told: string[] = [];
    const stack = { failed: (error: unknown) => void told.push(String(error)) } as Stack;
    const breaks: Measured = {
      name: 'OpenCode’s web UI',
      open: async () => {
        throw new Error('"The last line." was never seen');
      },
    } as Partial<Measured> as Measured;
    const session: Shown = { id: 'ses_1', title: 'Peer 1' };
    const done = await readings(stack, [() => opened(breaks, session, async () => 1), async () => 2]);
    assert.deepEqual(done, [2]);
    assert.deepEqual(told, ['Error: OpenCode’s web UI, session “Peer 1” (ses_1): "The last line." was never seen']);
  });
});
