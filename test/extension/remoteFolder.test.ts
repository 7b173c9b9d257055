import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { absent, text } from '../../src/core/changes/content.js';
import type { ChangedFile } from '../../src/core/changes/changeSet.js';
import type { PlanEntry } from '../../src/core/changes/plan.js';
import { Failure } from '../../src/core/failure.js';
import { writeStrategyOf } from '../../src/host/features/changes/writeStrategy.js';
import { createUndoLog } from '../../src/host/features/changes/undoLog.js';
import { planInput } from '../../src/host/features/changes/local.js';
import { localWork } from '../../src/host/features/changes/localWork.js';
import { createMappings } from '../../src/host/features/changes/folderMapping.js';
import { perform } from '../../src/host/features/changes/applyPlan.js';
import { pushChanges } from '../../src/host/features/changes/push.js';
import { chooseFolder } from '../../src/host/features/launcher/choose.js';
import { filesParcel } from '../../src/host/features/send/files.js';
import { branchParcel, changesParcel } from '../../src/host/features/send/scm.js';
import { makeTemp, removeTemp } from '../support/temp.js';

/** Operations that access a disk, and must not if the folder is on another machine. */
describe('a folder of a remote machine whose path exists on this one', () => {
  let root: string;
  let remote: vscode.Uri;
  let folder: vscode.WorkspaceFolder;
  before(() => {
    root = makeTemp('remote');
    mkdirSync(join(root, 'src'));
    writeFileSync(join(root, 'src/a.ts'), 'of the desktop\n');
    execFileSync('git', ['init', '-q'], { cwd: root });
    remote = vscode.Uri.from({
      scheme: 'vscode-remote',
      authority: 'ssh-remote+host',
      path: vscode.Uri.file(root).path,
    });
    folder = { uri: remote, name: 'app', index: 0 };
  });
  after(() => removeTemp(root));

  const refused = (error: unknown): boolean =>
    error instanceof Failure && error.kind === 'wrongMachine' && error.message.includes('remote.extensionKind');
  const entry: PlanEntry = {
    path: 'src/a.ts',
    action: 'write',
    before: text('of the desktop\n', false),
    after: text('of the sandbox\n', false),
    local: text('of the desktop\n', false),
    result: text('of the sandbox\n', false),
    merged: false,
    unsaved: false,
    hidden: false,
  } as PlanEntry;
  const unread = new Proxy({}, { get: (_, name) => assert.fail(`asked for ${String(name)}`) });
  const mapping = (): { folder: vscode.WorkspaceFolder; root: string; prefix: string } => ({
    folder,
    root: '/srv/app',
    prefix: '',
  });

  const entryPoints: Readonly<Record<string, () => Promise<unknown>>> = {
    'planning an apply': () =>
      planInput({ path: 'src/a.ts', sides: async () => ({ before: absent, after: absent }) } as ChangedFile, mapping()),
    'choosing how a file is written': () => writeStrategyOf(remote, entry),
    applying: () => perform(remote, [entry]),
    'recording what undo needs': () => createUndoLog(remote, ['src/a.ts']),
    'counting local changes that were not sent': () => localWork(mapping(), 'box', unread as never),
    'sending local changes': () => pushChanges(unread as never, mapping(), unread as never),
    'choosing the folder of a sandbox': () =>
      createMappings({ get: () => undefined, update: async () => {}, keys: () => [] }, () => [folder]).choose(
        unread as never,
        '/srv/app',
      ),
    'sending a folder': () => filesParcel([vscode.Uri.joinPath(remote, 'src')]),
    'sending the changes of a repository': () => changesParcel([{ rootUri: remote }]),
    'sending the changes of a file': () => changesParcel([{ resourceUri: vscode.Uri.joinPath(remote, 'src/a.ts') }]),
    'sending a branch': () => branchParcel([{ rootUri: remote }]),
  };
  for (const [name, work] of Object.entries(entryPoints))
    it(`is refused before anything is read or written: ${name}`, async () => {
      await assert.rejects(work, refused);
      assert.equal(readFileSync(join(root, 'src/a.ts'), 'utf8'), 'of the desktop\n');
      assert.deepEqual(readdirSync(root).toSorted(), ['.git', 'src']);
    });

  it('is refused where it was chosen as the folder of a local sandbox', async () => {
    const { showQuickPick, showOpenDialog } = vscode.window;
    const asked: string[] = [];
    const stubs = {
      showQuickPick: async (items: readonly vscode.QuickPickItem[]) => items.at(-1),
      showOpenDialog: async ({ title = '' }: vscode.OpenDialogOptions) => {
        asked.push(title);
        return [remote];
      },
    };
    Object.assign(vscode.window, stubs);
    try {
      await assert.rejects(chooseFolder, refused);
    } finally {
      Object.assign(vscode.window, { showQuickPick, showOpenDialog });
    }
    assert.deepEqual(asked, ['Start Local Sandbox']);
  });

  it('is not used as the folder of a sandbox, whatever was remembered', async () => {
    const mappings = createMappings(
      { get: () => remote.toString() as never, update: async () => {}, keys: () => [] },
      () => [folder],
    );
    const server = { workspace: { root: async () => undefined, projectId: async () => undefined } };
    assert.equal(
      await mappings.find({ profile: { id: 'x' }, ready: async () => server } as never, '/srv/app'),
      undefined,
    );
  });
});
