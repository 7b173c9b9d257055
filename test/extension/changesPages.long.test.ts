import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ChangedFile, ChangeSet } from '../../src/core/changes/changeSet.js';
import { absent, text } from '../../src/core/changes/content.js';
import { REVIEW_PAGE } from '../../src/core/changes/reviewPage.js';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { APPLY_PAGE, applySet, type Undo } from '../../src/host/features/changes/apply.js';
import type { Mapping } from '../../src/host/features/changes/folderMapping.js';
import { pageText } from '../../src/host/features/changes/pages.js';
import { openReview, reviewTitle } from '../../src/host/features/changes/review.js';
import { sandboxId, sessionId } from '../../src/shared/model/ids.js';
import { makeTemp, removeTemp, until } from '../support/temp.js';

const TOTAL = 100_000;

describe('applying a hundred thousand changed files', () => {
  let root: string;
  before(() => {
    root = makeTemp('pages');
  });
  after(() => removeTemp(root));

  const read: string[] = [];
  const files = Array.from({ length: TOTAL }, (_, i): ChangedFile => {
    const path = `f${i}.txt`;
    return {
      path,
      status: 'added',
      additions: 1,
      deletions: 0,
      problem: undefined,
      head: undefined,
      async sides() {
        read.push(path);
        return { before: absent, after: text(`${i}\n`), changedSince: false };
      },
    };
  });
  const set: ChangeSet<Sandbox> = {
    sandbox: { profile: { id: sandboxId('box') } } as Sandbox,
    sessionId: sessionId('ses_many'),
    span: 'session',
    root: '/w',
    files,
    file: (path) => files.find((file) => file.path === path),
    renames: async () => new Map(),
  };

  const accept = (): Thenable<unknown> =>
    vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  /** Applies the page that begins with this file, with Enter in its list; `aside` gets what a button begins. */
  const apply = async (
    first: number,
    aside: (work: () => Promise<unknown>) => void = () => {},
  ): Promise<readonly string[] | undefined> => {
    const mapping: Mapping = { folder: { uri: vscode.Uri.file(root), name: 'home', index: 0 }, root: '/w', prefix: '' };
    const applied = { record: async () => {}, recordSent: async () => {}, isIn: async () => false };
    const undo: Undo = { journal: undefined, renamed: new Set(), applied };
    let isDone = false;
    const done = applySet(set, mapping, undo, aside, first).finally(() => (isDone = true));
    await until('the list is answered', async () => {
      await accept();
      return isDone;
    });
    return (await done)?.applied.map(({ path }) => path);
  };

  it('reads, lists and applies a page', async () => {
    for (const first of [0, TOTAL - APPLY_PAGE]) {
      const page = files.slice(first, first + APPLY_PAGE).map(({ path }) => path);
      read.length = 0;
      assert.deepEqual(await apply(first), page);
      assert.deepEqual(read.toSorted(), page.toSorted(), 'the files of no other page are read');
    }
    assert.equal(readdirSync(root).length, 2 * APPLY_PAGE);
    assert.equal(await apply(0), undefined, 'what is here already is not listed again');
  }).timeout(240_000);

  it('goes on with the next page by the button of its report', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    const last = TOTAL - APPLY_PAGE;
    for (const file of readdirSync(root)) rmSync(join(root, file));
    let next: Promise<unknown> | undefined;
    await apply(last - APPLY_PAGE, (work) => void (next = work()));
    await until('the button is pressed', async () => {
      await vscode.commands.executeCommand('notification.acceptPrimaryAction');
      return next !== undefined;
    });
    let isDone = false;
    void next?.finally(() => (isDone = true));
    await until('the next list is answered', async () => {
      await accept();
      return isDone;
    });
    await next;
    assert.equal(readdirSync(root).length, 2 * APPLY_PAGE);
    assert.ok(existsSync(join(root, `f${TOTAL - 1}.txt`)), 'the last page is there');
  }).timeout(240_000);

  it('shows the next page of a review by the button of its report', async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    const page = (first: number): string[] =>
      files
        .slice(first, first + REVIEW_PAGE)
        .map(({ path }) => path)
        .toSorted();
    const tabs = (): string[] => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    const isOpen = (range: string): boolean =>
      tabs().some((label) => label.startsWith(`${reviewTitle(set, 'Many')} ${range} of 100000`));
    let next: Promise<unknown> | undefined;
    read.length = 0;
    await openReview(set, 'Many', (work) => void (next = work()));
    assert.deepEqual(read.toSorted(), page(0));
    assert.ok(isOpen('files 1 to 200'), tabs().join());
    read.length = 0;
    await until('the button is pressed', async () => {
      await vscode.commands.executeCommand('notification.acceptPrimaryAction');
      return next !== undefined;
    });
    await next;
    assert.deepEqual(read.toSorted(), page(REVIEW_PAGE), 'it reads the files of the second page and no others');
    assert.ok(isOpen('files 201 to 400'), tabs().join());
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.commands.executeCommand('notifications.clearAll');
  }).timeout(240_000);

  it('says which files a page has', () => {
    assert.equal(pageText(set, 0, APPLY_PAGE), 'files 1 to 1000 of 100000');
    assert.equal(pageText({ files: files.slice(0, 2_500) }, 2_000, APPLY_PAGE), 'files 2001 to 2500 of 2500');
    assert.equal(pageText({ files: files.slice(0, APPLY_PAGE) }, 0, APPLY_PAGE), undefined);
  });
});
