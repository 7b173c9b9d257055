import assert from 'node:assert/strict';
import { readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { makeTemp, removeTemp } from '../support/temp.js';
import { perform } from '../../src/host/features/changes/applyPlan.js';
import { applying, latin, type Side } from './applying.js';

describe('applying changes in a real editor', () => {
  const { root, write, tree, planned, apply } = applying();
  const open = async (name: string): Promise<vscode.TextEditor> =>
    vscode.window.showTextDocument(await vscode.workspace.openTextDocument(join(root(), name)));
  const dirty = (): string[] =>
    vscode.workspace.textDocuments.filter((document) => document.isDirty).map((document) => document.uri.fsPath);

  const changes: Record<string, readonly [Side, Side]> = {
    'edit.txt': ['a\nb\nc\n', 'a\nB\nc\n'],
    'crlf.txt': ['a\r\nb\r\nc\r\n', 'a\r\nB\r\nc\r\n'],
    'nonl.txt': ['a\nb\nc', 'a\nb\nC'],
    'nonl-gets.txt': ['a\nb', 'a\nb\n'],
    'bom.txt': ['\ufeffone\ntwo\n', '\ufeffone\nzwei\n'],
    'empty.txt': ['', 'x'],
    'toempty.txt': ['q\n', ''],
    'mixed.txt': ['a\r\nb\nc\r\n', 'a\r\nB\nc\r\n'],
    'ends.txt': ['a\nb\n', 'a\r\nb\r\n'],
    'cr.txt': ['a\rb\nc\n', 'a\rb\nC\n'],
    'ordner mit ü/dätei eins.txt': ['eins\nzwei\n', 'eins\nZWEI\n'],
    'bin.dat': [new Uint8Array([0, 1, 2]), new Uint8Array([0, 9])],
    'latin.txt': [new Uint8Array([0x61, 0xe9, 0x0a]), new Uint8Array([0x62, 0xe9, 0x0a])],
    'utf16.txt': [Buffer.from('\ufeffä\n', 'utf16le'), Buffer.from('\ufeffü\n', 'utf16le')],
    'del.txt': ['x\n', undefined],
    'old name.txt': ['r1\nr2\nr3\n', undefined],
    'new name.txt': [undefined, 'r1\nr2\nr3\nr4\n'],
    'new/ü folder/made.txt': [undefined, 'n\r\nm'],
    'newempty.txt': [undefined, ''],
    '-rf': [undefined, 'x\n'],
    '__proto__/x': [undefined, 'x\n'],
    '~/x': [undefined, 'x\n'],
    'src/%2e%2e/%2e%2e/literal': [undefined, 'x\n'],
  };
  const writeBefore = (): void => {
    for (const [name, [before]] of Object.entries(changes)) if (before !== undefined) write(name, before);
  };
  const after = Object.fromEntries(
    Object.entries(changes).flatMap(([name, [, side]]) => (side === undefined ? [] : [[name, latin(side)]])),
  );

  it('writes every kind of change byte for byte, saved, and undoes all of it in one step', async () => {
    writeBefore();
    const before = tree();
    const report = await apply(changes);
    assert.deepEqual(report.skipped, []);
    assert.deepEqual(tree(), after);
    assert.deepEqual(dirty(), []);
    assert.deepEqual((await report.journal?.undo())?.kept, []);
    assert.deepEqual(tree(), before);
    assert.deepEqual(dirty(), []);
  });

  it('merges into unsaved edits and leaves them unsaved', async () => {
    write('a.txt', 'a\nb\nc\nd\ne\n');
    const editor = await open('a.txt');
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 0, 1), 'mine'));
    const report = await apply({ 'a.txt': ['a\nb\nc\nd\ne\n', 'a\nb\nc\nd\ntheirs\n'] });
    assert.deepEqual(
      [report.applied.map((entry) => [entry.path, entry.merged, entry.unsaved])],
      [[['a.txt', true, true]]],
    );
    assert.equal(editor.document.getText(), 'mine\nb\nc\nd\ntheirs\n');
    assert.ok(editor.document.isDirty);
    assert.equal(tree()['a.txt'], 'a\nb\nc\nd\ne\n');
  });

  it('pa-13, h42: unsaved edits in the same lines are a conflict, and nothing happens to them', async () => {
    write('x', 'a\n');
    const editor = await open('x');
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, 0, 1), 'mine'));
    const [entry] = await planned({ x: ['a\n', 'b\n'] });
    assert.deepEqual([entry?.action, entry?.unsaved], ['conflict', true]);
    assert.deepEqual((await apply({ x: ['a\n', 'b\n'] })).applied, []);
    assert.equal(editor.document.getText(), 'mine\n');
    assert.equal(tree()['x'], 'a\n');
  });

  it('does not delete a file that has unsaved edits', async () => {
    write('x', 'a\n');
    const editor = await open('x');
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), 'mine'));
    const report = await apply({ x: ['a\n', undefined] });
    assert.deepEqual(report.applied, []);
    assert.equal(editor.document.getText(), 'a\nmine');
    assert.equal(tree()['x'], 'a\n');
  });

  it('keeps the line endings of the local files', async () => {
    write('a.txt', 'a\r\nb\r\nc\r\n');
    await apply({ 'a.txt': ['a\nb\nc\n', 'a\nB\nc\nd\n'] });
    assert.equal(tree()['a.txt'], 'a\r\nB\r\nc\r\nd\r\n');
  });

  it('skips a file that changed between the plan and the writing', async () => {
    write('a.txt', 'a\n');
    write('b.txt', 'b\n');
    const entries = await planned({ 'a.txt': ['a\n', 'A\n'], 'b.txt': ['b\n', 'B\n'] });
    write('a.txt', 'somebody else\n');
    const report = await perform(vscode.Uri.file(root()), entries);
    assert.deepEqual(report.skipped, [{ path: 'a.txt', reason: 'it has changed in the meantime' }]);
    assert.deepEqual(tree(), { 'a.txt': 'somebody else\n', 'b.txt': 'B\n' });
  });

  it('refuses a link that appeared between the plan and the writing', async () => {
    const outside = makeTemp('outside');
    try {
      const entries = await planned({ 'dir/new.txt': [undefined, 'evil\n'] });
      symlinkSync(outside, join(root(), 'dir'));
      const report = await perform(vscode.Uri.file(root()), entries);
      assert.deepEqual(report.skipped, [{ path: 'dir/new.txt', reason: 'its path leads through a symbolic link' }]);
      assert.deepEqual(readdirSync(outside), []);
    } finally {
      removeTemp(outside);
    }
  });

  it('pa-14: reports a failure in the middle, and leaves every file either complete or unchanged', async () => {
    write('a.txt', 'a\n');
    const before = tree();
    // Another program creates the file right before VS Code does.
    const meddler = vscode.workspace.onWillCreateFiles((event) =>
      event.waitUntil((async () => write('made.txt', 'somebody else\n'))()),
    );
    try {
      const report = await apply({
        'a.txt': ['a\n', 'A\n'],
        'made.txt': [undefined, 'ours\n'],
        'z.txt': [undefined, 'z\n'],
      });
      assert.ok(
        report.skipped.some(
          (each) => each.path === 'made.txt' && each.reason === 'another program wrote it at the same time',
        ),
      );
      const now = tree();
      assert.equal(now['made.txt'], 'somebody else\n');
      for (const path of ['a.txt', 'z.txt']) {
        const applied = report.applied.some((entry) => entry.path === path);
        assert.equal(now[path], applied ? { 'a.txt': 'A\n', 'z.txt': 'z\n' }[path] : before[path], path);
      }
      assert.deepEqual(dirty(), []);
    } finally {
      meddler.dispose();
    }
  });

  it('writes the bytes of the sandbox even if the user reads files in another encoding', async () => {
    const settings = vscode.workspace.getConfiguration('files');
    await settings.update('encoding', 'windows1252', vscode.ConfigurationTarget.Global);
    try {
      write('a.txt', 'ä\nb\nc\n');
      write('open.txt', 'a\nb\n');
      const { document } = await open('open.txt');
      assert.equal(document.encoding, 'windows1252');
      const report = await apply({ 'a.txt': ['ä\nb\nc\n', 'ä\nü €\nc\n'], 'open.txt': ['a\nb\n', 'a\nü\n'] });
      assert.deepEqual(report.skipped, []);
      assert.deepEqual(tree(), { 'a.txt': latin('ä\nü €\nc\n'), 'open.txt': latin('a\nü\n') });
      assert.deepEqual(dirty(), []);
      await report.journal?.undo();
      assert.deepEqual(tree(), { 'a.txt': latin('ä\nb\nc\n'), 'open.txt': latin('a\nb\n') });
    } finally {
      await settings.update('encoding', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  it('counts a file as applied when the user’s own formatter adds to it on saving', async () => {
    const formatter = vscode.languages.registerDocumentFormattingEditProvider(
      { pattern: '**/*.formatted' },
      { provideDocumentFormattingEdits: () => [vscode.TextEdit.insert(new vscode.Position(0, 0), '// formatted\n')] },
    );
    const settings = vscode.workspace.getConfiguration('editor');
    await settings.update('formatOnSave', true, vscode.ConfigurationTarget.Global);
    try {
      write('x.formatted', 'a\nb\n');
      const report = await apply({ 'x.formatted': ['a\nb\n', 'a\nB\n'] });
      assert.deepEqual(report.skipped, []);
      assert.equal(tree()['x.formatted'], '// formatted\na\nB\n');
    } finally {
      await settings.update('formatOnSave', undefined, vscode.ConfigurationTarget.Global);
      formatter.dispose();
    }
  });

  it('does not undo files that were changed after applying', async () => {
    write('a.txt', 'a\n');
    write('b.txt', 'b\n');
    const report = await apply({ 'a.txt': ['a\n', 'A\n'], 'b.txt': ['b\n', 'B\n'] });
    write('a.txt', 'edited since\n');
    assert.deepEqual(await report.journal?.undo(), { restored: ['b.txt'], kept: ['a.txt'] });
    assert.deepEqual(tree(), { 'a.txt': 'edited since\n', 'b.txt': 'b\n' });
  });

  it('stops before anything is written when canceled', async () => {
    write('a.txt', 'a\n');
    await assert.rejects(apply({ 'a.txt': ['a\n', 'A\n'] }, AbortSignal.abort()));
    assert.equal(tree()['a.txt'], 'a\n');
    const late = new AbortController();
    const work = apply({ 'a.txt': ['a\n', 'A\n'] }, late.signal);
    late.abort();
    await assert.rejects(work);
    assert.equal(tree()['a.txt'], 'a\n');
  });

  it('completes what has begun, even when canceled in the middle', async () => {
    write('a.txt', 'a\n');
    const late = new AbortController();
    const watcher = vscode.workspace.onWillCreateFiles(() => late.abort());
    try {
      const report = await apply({ 'a.txt': ['a\n', 'A\n'], 'new.txt': [undefined, 'new\n'] }, late.signal);
      assert.ok(late.signal.aborted);
      assert.deepEqual(report.skipped, []);
      assert.deepEqual(tree(), { 'a.txt': 'A\n', 'new.txt': 'new\n' });
    } finally {
      watcher.dispose();
    }
  });
});
