import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { branchParcel } from '../../src/host/features/send/scm.js';
import { makeTemp, removeTemp } from '../support/temp.js';

/** Commits of `branch`, as \`git fast-import\` takes them, each with a change of one file. */
const commits = (branch: string, from: string, names: readonly string[]): string =>
  names
    .map((name, index) => {
      const begin = index === 0 ? from : '';
      const text = (words: string): string => `data ${Buffer.byteLength(words)}\n${words}\n`;
      return `commit refs/heads/${branch}\ncommitter Test <test@example.com> ${1_700_000_000 + index} +0000\n${text(name)}${begin}M 644 inline file.txt\n${text(name)}`;
    })
    .join('');

describe('a branch that is sent', () => {
  const top = join(makeTemp('branch'), 'repository');
  const git = (args: readonly string[], input = ''): string => execFileSync('git', args, { input, encoding: 'utf8' });
  before(() => {
    git(['init', '-q', '-b', 'main', top]);
    const own = Array.from({ length: 203 }, (_, index) => `step ${index + 1}`);
    git(
      ['-C', top, 'fast-import', '--quiet'],
      commits('main', '', ['first']) + commits('work', 'from refs/heads/main\n', own),
    );
    git(['-C', top, 'checkout', '-q', 'work']);
  });
  after(() => removeTemp(join(top, '..')));

  it('shows how many commits it has, and how many are not listed', async () => {
    const { attachments, leftOut } = await branchParcel([{ rootUri: vscode.Uri.file(top) }]);
    const text = attachments[0]?.text ?? '';
    assert.match(text, /^Branch `work`, 203 commits since `main`:/);
    assert.ok(text.includes(' step 203\n') && text.includes(' step 4\n') && !text.includes(' step 3\n'));
    assert.deepEqual(leftOut, [{ name: '3 older commits', why: 'only the newest 200 are listed' }]);
  });
});
