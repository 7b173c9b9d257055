import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { countOf } from '../../src/core/send/sendPayload.js';
import { filesParcel } from '../../src/host/features/send/files.js';
import { makeTemp, removeTemp } from '../support/temp.js';

const SURPLUS = 7;
const ALL = 5_000 + SURPLUS;

describe('a folder with more files than the limit', () => {
  const inside = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', 'many');
  const outside = join(makeTemp('many'), 'many');
  before(() => {
    for (const folder of [inside, outside]) {
      mkdirSync(join(folder, 'node_modules'), { recursive: true });
      writeFileSync(join(folder, 'node_modules/a.js'), 'not ours');
      for (let index = 0; index < ALL; index++) writeFileSync(join(folder, `${index}.txt`), `file ${index}`);
    }
    writeFileSync(join(inside, '.gitignore'), 'node_modules\n.gitignore\n');
    execFileSync('git', ['init', '-q'], { cwd: inside });
  });
  after(() => {
    rmSync(inside, { recursive: true });
    removeTemp(join(outside, '..'));
  });

  for (const [where, folder] of [
    ['in a repository', inside],
    ['without one', outside],
  ] as const)
    it(`shows how many were skipped, ${where}`, async () => {
      const parcel = await filesParcel([vscode.Uri.file(folder)]);
      assert.equal(parcel.files?.length, 200);
      assert.equal(countOf(parcel.leftOut), ALL - 200);
      const [first] = parcel.leftOut;
      assert.match(first?.name ?? '', /many\/$/);
      assert.equal(first?.why, `only 5000 of its ${ALL} files were checked`);
      assert.equal(first?.count, SURPLUS);
      assert.ok(!parcel.files?.some((path) => path.includes('node_modules')));
    });
});
