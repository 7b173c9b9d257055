import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { absent } from '../../../../src/core/changes/content.js';
import { readChangeSet } from '../../../../src/core/changes/changeSet.js';
import type { MessageId, SessionId } from '../../../../src/shared/model/ids.js';
import { poll } from '../../../support/poll.js';
import { messages, until } from '../../../support/watch.js';
import { connectTestSandbox } from '../../../support/testSandbox.js';
import { treeOf } from '../changesFixture.js';
import { files } from '../sampleFiles.js';
import { runningServer } from './servers.js';

const text = (content: { readonly kind: string }): string =>
  content.kind === 'text' && 'text' in content ? String(content.text) : content.kind;

describe('what sessions on Sandbox Agent changed', () => {
  const at = runningServer('Sandbox Agent', { files });
  const repository = () => at().repository;
  const refs = (): string => repository().git('for-each-ref', 'refs/opencode-sandbox');

  /** Starts a turn that waits for a permission; returns how to end it. */
  const begin = async (id: SessionId): Promise<() => Promise<MessageId>> => {
    const { sandbox } = at();
    sandbox.openTranscript(id);
    const message = await sandbox.send(id, { text: 'ask me for permission', attachments: [] });
    const request = await until(sandbox, 'a permission', (state) => state.requests.find((one) => one.sessionId === id));
    return async () => {
      await sandbox.replyPermission(request.id, 'once');
      await until(
        sandbox,
        'rest',
        (state) => !state.status.has(id) && state.requests.every((one) => one.sessionId !== id),
      );
      return message;
    };
  };
  const turn = async (work: () => void, known?: SessionId): Promise<SessionId> => {
    const { sandbox } = at();
    const id = known ?? (await sandbox.newSession()).id;
    const end = await begin(id);
    work();
    const message = await end();
    await until(sandbox, 'the files that were counted', () =>
      messages(sandbox, id).some((one) => one.id === message && one.role === 'user' && (one.changes ?? []).length > 0),
    );
    return id;
  };
  const names = async (id: SessionId, span: 'session' | 'turn' = 'session'): Promise<readonly string[]> =>
    (await readChangeSet(at().sandbox, id, span)).files.map(({ path, status }) => `${status} ${path}`).toSorted();

  afterEach(() => {
    repository().git('reset', '-q', '--hard');
    repository().git('clean', '-qfd');
  });

  it('is what their turns did, and not what was changed before', async () => {
    repository().write('crlf.txt', 'changed before\n');
    const id = await turn(() => {
      repository().write('edit.txt', 'a\nB\nc\n');
      repository().write('made ü.txt', 'made\n');
    });
    assert.deepEqual(await names(id), ['added made ü.txt', 'modified edit.txt']);
    const set = await readChangeSet(at().sandbox, id, 'session');
    const edit = await set.file('edit.txt')?.sides();
    assert.deepEqual([text(edit?.before ?? absent), text(edit?.after ?? absent)], ['a\nb\nc\n', 'a\nB\nc\n']);
    assert.deepEqual((await at().sandbox.sessionChanges(id)).map(({ path }) => path).toSorted(), [
      'edit.txt',
      'made ü.txt',
    ]);
    assert.equal(at().sandbox.store.state.changedFiles.get(id), 2);
  });

  it('is separate for the last turn, without what happened between two turns', async () => {
    const id = await turn(() => repository().write('edit.txt', 'one\n'));
    repository().write('nonl.txt', 'somebody else');
    await turn(() => repository().write('edit.txt', 'two\n'), id);
    assert.deepEqual(await names(id), ['modified edit.txt']);
    const last = await (await readChangeSet(at().sandbox, id, 'turn')).file('edit.txt')?.sides();
    assert.deepEqual([text(last?.before ?? absent), text(last?.after ?? absent)], ['one\n', 'two\n']);
  });

  it('is separate for two sessions in the same folder', async () => {
    const first = await turn(() => repository().write('edit.txt', 'first\n'));
    const second = await turn(() => repository().write('bom.txt', 'second\n'));
    assert.deepEqual([await names(first), await names(second)], [['modified edit.txt'], ['modified bom.txt']]);
  });

  it('is known to another window, and after a turn that ended unseen', async () => {
    const id = await turn(() => repository().write('edit.txt', 'one\n'));
    const end = await begin(id);
    repository().write('bom.txt', 'two\n');
    const other = await connectTestSandbox({ url: at().sandbox.identity?.baseUrl ?? '', secret: 'token' });
    try {
      assert.deepEqual((await readChangeSet(other, id, 'session')).files.map(({ path }) => path).toSorted(), [
        'bom.txt',
        'edit.txt',
      ]);
    } finally {
      other.dispose();
      await end();
    }
  });

  it('is counted without touching index, HEAD, branches, logs or files', async () => {
    repository().write('edit.txt', 'staged\n');
    repository().git('add', 'edit.txt');
    repository().write('edit.txt', 'not staged\n');
    const outside = (): ReadonlyMap<string, string> =>
      new Map(
        [...treeOf(join(repository().path, '.git'))].filter(
          ([name]) => !/^(objects|refs\/opencode-sandbox)\//.test(name),
        ),
      );
    const before = outside();
    const id = await turn(() => repository().write('made.txt', 'made\n'));
    await names(id);
    assert.deepEqual(outside(), before);
    assert.equal(repository().git('status', '--porcelain'), 'MM edit.txt\n?? made.txt'.trimStart());
    assert.equal(repository().git('rev-list', '--all', '--count'), '1');
  });

  it('names large files that Git does not track, and keeps none of them in the repository', async () => {
    const large = (fill: number): Uint8Array => new Uint8Array(21 * 1024 * 1024).fill(fill);
    const size = (): number => Number(/^size: (\d+)/m.exec(repository().git('count-objects', '-v'))?.[1]);
    repository().write('-old [1] ü.bin', large(1));
    repository().write('other.bin', large(1));
    const before = size();
    const id = await turn(() => {
      repository().write('new *.bin', large(2));
      rmSync(join(repository().path, 'other.bin'));
      repository().write('edit.txt', 'a\nB\nc\n');
    });
    assert.deepEqual(await names(id), ['added new *.bin', 'deleted other.bin', 'modified edit.txt']);
    assert.ok(size() - before < 1000, `${size() - before} KB`);
  });

  it('leaves nothing behind once the session is deleted', async () => {
    const id = await turn(() => repository().write('edit.txt', 'one\n'));
    assert.ok(refs().includes(id));
    await at().sandbox.remove(id);
    await poll('no ref', () => !refs().includes(id));
  });

  it('leaves nothing behind when another client deletes the session', async () => {
    const id = await turn(() => repository().write('edit.txt', 'one\n'));
    assert.ok(refs().includes(id));
    await at().json(`/session/${id}`, undefined, 'DELETE');
    await poll('no ref', () => !refs().includes(id));
  });

  it('leaves nothing behind when the session is deleted while no client is connected', async () => {
    const tree = repository().git('write-tree').trim();
    repository().git('update-ref', 'refs/opencode-sandbox/ses_gone/msg_1/before', tree);
    const kept = await turn(() => repository().write('edit.txt', 'one\n'));
    const other = await connectTestSandbox({ url: at().sandbox.identity?.baseUrl ?? '', secret: 'token' });
    try {
      const { id } = await other.newSession();
      other.openTranscript(id);
      await other.send(id, { text: 'say something', attachments: [] });
      await poll('no ref', () => !refs().includes('ses_gone'));
      assert.ok(refs().includes(kept));
    } finally {
      other.dispose();
    }
  });

  it('writes nothing into the transcript', async () => {
    const id = await turn(() => repository().write('edit.txt', 'one\n'));
    const transcript = (): Promise<string> =>
      at()
        .json<unknown>(`/session/${id}/message`)
        .then((value) => JSON.stringify(value));
    const before = await transcript();
    const { server } = at();
    const root = repository().path;
    await names(id);
    await server.changes?.workingTree(root);
    await server.search?.text('one', root);
    await server.patches?.apply('--- /dev/null\n+++ b/p.txt\n@@ -0,0 +1 @@\n+x\n', root);
    assert.equal(await transcript(), before);
    assert.equal(at().sandbox.store.state.status.has(id), false);
  });
});

describe('sessions on Sandbox Agent without a repository', () => {
  const at = runningServer('Sandbox Agent');
  before(() => rmSync(join(at().repository.path, '.git'), { recursive: true }));

  it('continue, and count nothing', async () => {
    const { sandbox } = at();
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    const message = await sandbox.send(id, { text: 'say something', attachments: [] });
    await until(
      sandbox,
      'an answer',
      (state) => !state.status.has(id) && messages(sandbox, id).at(-1)?.role === 'assistant',
    );
    assert.deepEqual(await sandbox.sessionChanges(id, message), []);
    await assert.rejects(readChangeSet(sandbox, id, 'session'), /not in a Git repository/);
  });
});
