import assert from 'node:assert/strict';
import { readChangeSet, type ChangeSet } from '../../../../src/core/changes/changeSet.js';
import { readReviewPage } from '../../../../src/core/changes/reviewPage.js';
import { Failure } from '../../../../src/core/failure.js';
import type { Sandbox } from '../../../../src/core/sandbox/sandbox.js';
import type { FileChange } from '../../../../src/shared/model/entities.js';
import { messageId, sessionId } from '../../../../src/shared/model/ids.js';

const silent = (): Failure => new Failure('unreachable', 'The sandbox did not respond in time.', { silent: true });
const id = sessionId('ses_a');

/** A sandbox whose session changed these files; `read` answers for each, `vcs` for the working tree. */
function sandboxWith(
  paths: readonly string[],
  read: (path: string) => Uint8Array | Failure,
  vcs: () => readonly FileChange[] | Failure = () => [],
): Sandbox {
  const answer = async <T>(value: T | Failure): Promise<T> => {
    if (value instanceof Failure) throw value;
    return value;
  };
  const changes = paths.map((path) => ({
    path,
    status: 'modified' as const,
    additions: 1,
    deletions: 1,
    patch: `--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-old\n+new\n`,
  }));
  const message = { id: messageId('msg_1'), sessionId: id, role: 'user' as const, created: 1, parts: [], changes };
  const server = {
    sessions: { get: async () => ({ directory: '/w' }), messages: async () => ({ messages: [message] }) },
    workspace: { root: async () => '/w' },
    changes: { turn: async () => changes, workingTree: () => answer(vcs()) },
    files: { read: (path: string) => answer(read(path)), list: async () => [] },
  };
  const state = { sessions: new Map([[id, { directory: '/w' }]]) };
  return { ready: async () => server, store: { state }, profile: { id: 'box', name: 'box' } } as unknown as Sandbox;
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const load = (sandbox: Sandbox): Promise<ChangeSet> => readChangeSet(sandbox, id, 'session');

describe('reading the two sides of changed files', () => {
  it('fails when a slow sandbox does not respond, and reads the file on the next attempt', async () => {
    let slow = true;
    const set = await load(sandboxWith(['a.ts'], () => (slow ? silent() : bytes('new\n'))));
    const file = set.file('a.ts');
    await assert.rejects(async () => file?.sides(), /did not respond in time/);
    slow = false;
    assert.deepEqual(await file?.sides(), {
      before: { kind: 'text', text: 'old\n', bom: false },
      after: { kind: 'text', text: 'new\n', bom: false },
      changedSince: false,
    });
  });

  it('retries once automatically', async () => {
    let reads = 0;
    const set = await load(sandboxWith(['a.ts'], () => (++reads === 1 ? silent() : bytes('new\n'))));
    assert.equal((await set.file('a.ts')?.sides())?.after.kind, 'text');
    assert.equal(reads, 2);
  });

  for (const [name, failure] of [
    ['no connection', silent()],
    ['a machine that wakes up', new Failure('waking', 'The sandbox is not ready yet.', { status: 503 })],
    ['too many requests', new Failure('rejected', 'Slow down.', { status: 429, temporary: true })],
    ['a password that expired', new Failure('unauthorized', 'No.', { status: 401 })],
  ] as const)
    it(`does not report a refusal: ${name}`, async () => {
      const set = await load(sandboxWith(['a.ts'], () => failure));
      await assert.rejects(async () => set.file('a.ts')?.sides(), failure);
    });

  it('reports a refusal when the sandbox refuses', async () => {
    const reason = async (status: number): Promise<unknown> => {
      const set = await load(sandboxWith(['a.ts'], () => new Failure('rejected', 'no', { status })));
      return (await set.file('a.ts')?.sides())?.after;
    };
    assert.deepEqual(await reason(403), { kind: 'unknown', reason: 'the sandbox refused to send it' });
    assert.deepEqual(await reason(400), { kind: 'unknown', reason: 'the sandbox could not read it' });
  });

  it('does not report “no changes” when the working tree cannot be read', async () => {
    const sandbox = sandboxWith(['a.ts'], () => bytes('new\n'), silent);
    await assert.rejects(readChangeSet(sandbox, id, 'head'), /did not respond in time/);
  });
});

describe('a page of a review', () => {
  it('leaves out files that could not be read, and names them', async () => {
    const set = await load(
      sandboxWith(['a.ts', 'b.ts', 'c.bin', 'd.ts'], (path) =>
        path === 'b.ts' ? silent() : path === 'c.bin' ? new Uint8Array([0, 1]) : bytes('new\n'),
      ),
    );
    const page = await readReviewPage(set.files);
    assert.deepEqual(
      [page.shown, page.unread, page.hidden.map(({ file }) => file)].map((files) => files.map(({ path }) => path)),
      [['a.ts', 'd.ts'], ['b.ts'], ['c.bin']],
    );
  });

  it('fails where no file could be read', async () => {
    const set = await load(sandboxWith(['a.ts', 'b.ts'], silent));
    await assert.rejects(readReviewPage(set.files), /did not respond in time/);
  });
});
