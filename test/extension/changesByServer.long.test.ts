import assert from 'node:assert/strict';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { readChangeSet, type ChangeSet } from '../../src/core/changes/changeSet.js';
import { hunksOf, withHunks } from '../../src/core/changes/hunks.js';
import { plan } from '../../src/core/changes/plan.js';
import { perform } from '../../src/host/features/changes/applyPlan.js';
import { disk, planInput, planInputs } from '../../src/host/features/changes/local.js';
import type { Mapping } from '../../src/host/features/changes/folderMapping.js';
import { treeOf } from '../integration/contract/changesFixture.js';
import { files, twoHunks } from '../integration/contract/sampleFiles.js';
import { eachServer, runningServer } from '../integration/contract/processes/servers.js';
import { makeRepository, type Repository } from '../support/repository.js';

/** Edits, adds, deletes and renames files of every kind. */
function edit({ path, write }: Repository): void {
  write('edit.txt', 'a\nB\nc\n');
  write('crlf.txt', 'a\r\nB\r\nc\r\n');
  write('nonl.txt', 'a\nb\nC');
  write('bom.txt', '\ufeffone\nzwei\n');
  write('empty.txt', 'x');
  write('toempty.txt', '');
  write('ordner mit ü/dätei eins.txt', 'eins\nZWEI\n');
  write('-dash.txt', 'A\nb\n');
  write('two.txt', twoHunks('LINE 3', 'LINE 27'));
  write('bin.dat', new Uint8Array([0, 1, 5]));
  write('newempty.txt', '');
  write('neü/-x y.txt', 'n\r\nm');
  rmSync(join(path, 'del.txt'));
  renameSync(join(path, 'ren.txt'), join(path, 'ren neu.txt'));
}

describe('changes of a sandbox, applied in a real editor', () => {
  eachServer((kind) => {
    const at = runningServer(kind, { files });
    let local: Repository;
    let set: ChangeSet;
    let mapping: Mapping;
    before(async () => {
      edit(at().repository);
      const { id } = await at().sandbox.newSession();
      set = await readChangeSet(at().sandbox, id, 'head');
    });
    beforeEach(() => {
      local = makeRepository(files);
      const folder = { uri: vscode.Uri.file(local.path), name: 'local', index: 0 };
      mapping = { folder, root: at().repository.path, prefix: '' };
    });
    afterEach(() => local.remove());
    const file = (name: string) => set.file(name) ?? assert.fail(name);
    const undo = async (report: Awaited<ReturnType<typeof perform>>): Promise<void> =>
      assert.deepEqual((await report.journal?.undo())?.kept, []);

    it('are applied as a whole to the same bytes, and undone in one step', async () => {
      const before = treeOf(local.path);
      const entries = plan(await planInputs(set.files, mapping, () => {}), disk);
      const report = await perform(mapping.folder.uri, entries);
      assert.deepEqual(report.skipped, []);
      assert.deepEqual(treeOf(local.path), treeOf(at().repository.path));
      await undo(report);
      assert.deepEqual(treeOf(local.path), before);
    });
    for (const name of ['crlf.txt', 'bom.txt', 'nonl.txt', '-dash.txt', 'ordner mit ü/dätei eins.txt'])
      it(`are applied for ${name} alone, and undone`, async () => {
        const before = treeOf(local.path);
        const report = await perform(mapping.folder.uri, plan([await planInput(file(name), mapping)], disk));
        const after = new Map(before);
        after.set(name, treeOf(at().repository.path).get(name) ?? '');
        assert.deepEqual(treeOf(local.path), after);
        await undo(report);
        assert.deepEqual(treeOf(local.path), before);
      });
    it('are applied for one of two hunks, and undone', async () => {
      const { before, after } = await file('two.txt').sides();
      assert.ok(before.kind === 'text' && after.kind === 'text');
      const [, second] = hunksOf(before.text, after.text);
      assert.ok(second);
      const chosen = { ...after, text: withHunks(before.text, [second]) };
      const entries = plan([await planInput(file('two.txt'), mapping, chosen)], disk);
      const report = await perform(mapping.folder.uri, entries);
      assert.equal(local.read('two.txt'), twoHunks('line 3', 'LINE 27'));
      await undo(report);
      assert.equal(local.read('two.txt'), twoHunks());
    });
    it('are merged with edits in other lines, and are a conflict in the same ones, which stay', async () => {
      local.write('two.txt', `mine\n${twoHunks()}`);
      local.write('edit.txt', 'a\nmine\nc\n');
      const inputs = await Promise.all(['two.txt', 'edit.txt'].map((name) => planInput(file(name), mapping)));
      const entries = plan(inputs, disk);
      assert.deepEqual(
        entries.map(({ path, action, merged }) => [path, action, merged === true]),
        [
          ['two.txt', 'write', true],
          ['edit.txt', 'conflict', false],
        ],
      );
      await perform(mapping.folder.uri, entries);
      assert.equal(local.read('two.txt'), `mine\n${twoHunks('LINE 3', 'LINE 27')}`);
      assert.equal(local.read('edit.txt'), 'a\nmine\nc\n');
    });
  });
});
