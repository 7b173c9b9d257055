import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { makeTemp, removeTemp } from '../support/temp.js';
import { applying } from './applying.js';

describe('a link that is put in a path while changes are applied', () => {
  const { root, write, apply } = applying();
  let outside: string;
  let bag: vscode.Disposable[] = [];
  beforeEach(() => {
    outside = realpathSync(makeTemp('outside'));
    mkdirSync(join(root(), 'dir'));
  });
  afterEach(() => {
    for (const each of bag) each.dispose();
    bag = [];
    removeTemp(outside);
  });
  /** Once: replaces `dir` by a link to a folder elsewhere. */
  const swap = (): void => {
    if (readdirSync(root()).includes('dir-before')) return;
    renameSync(join(root(), 'dir'), join(root(), 'dir-before'));
    symlinkSync(outside, join(root(), 'dir'));
  };

  it('is detected by the last check before the writing: nothing is written outside', async () => {
    // The signal is checked for the last time after every check, right before writing.
    let looks = 0;
    const signal = { throwIfAborted: () => ++looks === 3 && swap() } as unknown as AbortSignal;
    const report = await apply({ 'dir/new.txt': [undefined, 'x'] }, signal);
    assert.ok(looks >= 3);
    assert.deepEqual(report.applied, []);
    assert.deepEqual(report.skipped, [{ path: 'dir/new.txt', reason: 'its path leads through a symbolic link' }]);
    assert.deepEqual(readdirSync(outside), []);
  });

  it('is detected by the first check after it: the written file is named', async () => {
    bag.push(vscode.workspace.onWillCreateFiles((event) => event.waitUntil(Promise.resolve().then(swap))));
    const report = await apply({ 'dir/new.txt': [undefined, 'x'] });
    assert.deepEqual(report.applied, []);
    assert.deepEqual(readdirSync(outside), ['new.txt']);
    assert.deepEqual(
      report.skipped.map(({ path, wrote }) => [path, wrote]),
      [['dir/new.txt', join(outside, 'new.txt')]],
    );
  });

  it('is detected if a file outside was deleted', async () => {
    write('dir/old.txt', 'old');
    writeFileSync(join(outside, 'old.txt'), 'not ours');
    bag.push(vscode.workspace.onWillDeleteFiles((event) => event.waitUntil(Promise.resolve().then(swap))));
    const report = await apply({ 'dir/old.txt': ['old', undefined] });
    assert.deepEqual(report.applied, []);
    const named = report.skipped.map(({ wrote }) => wrote);
    assert.deepEqual(named, readdirSync(outside).length === 0 ? [join(outside, 'old.txt')] : [undefined]);
  });

  it('never redirects the save of an edited file without naming it', async () => {
    write('dir/a.txt', 'a\nb\n');
    writeFileSync(join(outside, 'a.txt'), 'not ours\n');
    bag.push(vscode.workspace.onWillSaveTextDocument((event) => event.waitUntil(Promise.resolve().then(swap))));
    const report = await apply({ 'dir/a.txt': ['a\nb\n', 'a\nB\n'] });
    assert.deepEqual(report.applied, []);
    const [skipped] = report.skipped;
    const isOurs = readFileSync(join(outside, 'a.txt'), 'utf8') !== 'not ours\n';
    assert.equal(skipped?.wrote, isOurs ? join(outside, 'a.txt') : undefined);
  });
});
