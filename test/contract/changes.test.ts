import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { patchText, readChangeSet, type ChangeSet } from '../../src/core/changes/changeSet.js';
import { absent, bytesOf, contentOf, type Content } from '../../src/core/changes/content.js';
import { plan, type Disk } from '../../src/core/changes/plan.js';
import { sandboxFacts, sandboxRoot } from '../../src/core/changes/origin.js';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { localRepository } from '../../src/host/git.js';
import { outgoingChanges } from '../../src/host/outgoing.js';
import { sendChanges } from '../../src/host/changes/send.js';
import type { SessionId } from '../../src/shared/model/ids.js';
import { connectBox } from '../support/box.js';
import { startModel, type Model } from '../support/model.js';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { gitEnvironment, makeRepository, type Files, type Repository } from '../support/repository.js';
import { makeTemp, removeTemp } from '../support/temp.js';
import { rested } from '../support/watch.js';

const disk: Disk = { windows: false, caseInsensitive: false };
const files: Files = {
  'edit.txt': 'a\nb\nc\n',
  'crlf.txt': 'a\r\nb\r\nc\r\n',
  'nonl.txt': 'a\nb\nc',
  'bom.txt': '\ufeffone\ntwo\n',
  'empty.txt': '',
  'toempty.txt': 'q\n',
  'ordner mit ü/dätei eins.txt': 'eins\nzwei\n',
  'del.txt': 'x\ny\n',
  'ren.txt': 'r1\nr2\nr3\n',
  'bin.dat': new Uint8Array([0, 1, 2, 255]),
  'latin.txt': new Uint8Array([0x61, 0xe9, 0x0a, 0x62, 0x0a]),
  'big.txt': Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join(''),
  'mode.sh': 'echo\n',
  'sub/deep.txt': '1\n',
};
const work = [
  `printf 'a\\nB\\nc\\n' > edit.txt`,
  `printf 'a\\r\\nB\\r\\nc\\r\\n' > crlf.txt`,
  `printf 'a\\nb\\nC' > nonl.txt`,
  `sed -i 's/two/zwei/' bom.txt`,
  `printf 'x' > empty.txt`,
  `: > toempty.txt`,
  `sed -i 's/zwei/ZWEI/' 'ordner mit ü/dätei eins.txt'`,
  `rm del.txt`,
  `mv ren.txt 'ren neu.txt'`,
  `printf '\\0\\1\\5' > bin.dat`,
  `printf 'a\\351\\nB\\n' > latin.txt`,
  `sed -i 's/line 10000$/LINE/' big.txt`,
  `: > newempty.txt`,
  `printf 'n\\r\\nm' > newcrlf.txt`,
  `printf '\\0\\0' > newbin`,
  `chmod +x mode.sh`,
  `ln -s /etc/hostname link`,
].join('; ');

/** Every file below a folder but git's own, with its bytes. */
function treeOf(root: string, below = ''): Map<string, string> {
  const result = new Map<string, string>();
  for (const name of readdirSync(join(root, below))) {
    const path = below === '' ? name : `${below}/${name}`;
    if (name === '.git') continue;
    const full = join(root, path);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) for (const [key, value] of treeOf(root, path)) result.set(key, value);
    else if (stat !== undefined)
      result.set(path, execFileSync('git', ['hash-object', '--no-filters', '--', full], { encoding: 'utf8' }).trim());
  }
  return result;
}

describe('changes on the real OpenCode server', () => {
  let model: Model;
  let server: Opencode;
  let remote: Repository;
  let box: Sandbox;

  before(async () => {
    model = await startModel();
    remote = makeRepository(files);
    server = await startOpencode({ model, workspace: remote.path });
    box = await connectBox({ url: server.url, secret: 'pw' });
  });
  after(async () => {
    box?.dispose();
    await server?.dispose();
    await model?.close();
    remote?.remove();
  });

  let scripts = 0;
  const turn = async (command: string, id?: SessionId): Promise<SessionId> => {
    const session = id ?? (await box.newSession()).id;
    box.openTranscript(session);
    const name = `work${scripts++}`;
    Object.assign(model.scripts, {
      [name]: [{ tools: [{ name: 'bash', args: { command, description: 'work' } }] }, { text: 'Done.' }],
    });
    await box.send(session, { text: `[[${name}]]`, attachments: [] });
    await model.asked(name, 1);
    await rested(box, session);
    return session;
  };
  const bytes = (content: Content | undefined): Buffer =>
    Buffer.from((content && bytesOf(content)) ?? Buffer.from('?unknown?'));
  const original = (name: string): Buffer => Buffer.from(files[name] as never);
  const clean = (): void => {
    remote.git('reset', '-q', '--hard');
    remote.git('clean', '-qfd');
  };

  describe('after a turn that edits, adds, deletes and renames', () => {
    let set: ChangeSet;
    before(async () => {
      set = await readChangeSet(box, await turn(work), 'session');
    });
    after(clean);

    it('names every changed file', () => {
      assert.deepEqual(
        set.files.map((file) => `${file.status[0]} ${file.path}`).toSorted(),
        [
          'a link',
          'a newbin',
          'a newcrlf.txt',
          'a newempty.txt',
          'a ren neu.txt',
          'd del.txt',
          'd ren.txt',
          'm big.txt',
          'm bin.dat',
          'm bom.txt',
          'm crlf.txt',
          'm edit.txt',
          'm empty.txt',
          'm latin.txt',
          'm mode.sh',
          'm nonl.txt',
          'm ordner mit ü/dätei eins.txt',
          'm toempty.txt',
        ].toSorted(),
      );
    });
    for (const name of [
      'edit.txt',
      'crlf.txt',
      'nonl.txt',
      'bom.txt',
      'empty.txt',
      'toempty.txt',
      'ordner mit ü/dätei eins.txt',
      'big.txt',
    ])
      it(`gives both sides of ${name} byte for byte`, async () => {
        const sides = await set.file(name)?.sides();
        assert.equal(sides?.drifted, false);
        assert.deepEqual(bytes(sides?.after), remote.bytes(name));
        assert.deepEqual(bytes(sides?.before), original(name));
      });
    for (const name of ['newempty.txt', 'newcrlf.txt', 'newbin', 'ren neu.txt'])
      it(`gives the new file ${name} byte for byte`, async () => {
        const sides = await set.file(name)?.sides();
        assert.deepEqual(sides?.before, absent);
        assert.deepEqual(bytes(sides?.after), remote.bytes(name));
      });
    for (const name of ['del.txt', 'ren.txt'])
      it(`gives the deleted file ${name} byte for byte`, async () => {
        const sides = await set.file(name)?.sides();
        assert.deepEqual(sides?.after, absent);
        assert.deepEqual(bytes(sides?.before), original(name));
      });
    it('gives changed binaries and other encodings as bytes, and admits that it does not know what was before', async () => {
      for (const name of ['bin.dat', 'latin.txt']) {
        const sides = await set.file(name)?.sides();
        assert.equal(sides?.before.kind, 'unknown');
        assert.deepEqual(bytes(sides?.after), remote.bytes(name));
      }
    });
    it('pa-04: refuses a symbolic link', () => assert.equal(set.file('link')?.problem, 'it is a symbolic link'));
    it('pa-05: shows that a file became executable', () => {
      assert.deepEqual([set.file('mode.sh')?.head?.oldMode, set.file('mode.sh')?.head?.newMode], ['100644', '100755']);
    });
    it('"working tree against HEAD" holds the same files with the same bytes', async () => {
      const head = await readChangeSet(box, set.sessionId, 'head');
      assert.deepEqual(head.files.map((file) => file.path).toSorted(), set.files.map((file) => file.path).toSorted());
      for (const name of ['edit.txt', 'crlf.txt', 'bom.txt', 'nonl.txt', 'del.txt']) {
        const sides = await head.file(name)?.sides();
        assert.deepEqual(bytes(sides?.before), original(name), name);
      }
    });
    it('saves a patch that git applies to the same bytes', async () => {
      const { text, left } = await patchText(set);
      assert.deepEqual(left.toSorted(), ['bin.dat', 'latin.txt', 'link', 'newbin'].toSorted());
      const copy = makeRepository(files);
      try {
        const patch = join(copy.path, '..', 'changes.patch');
        writeFileSync(patch, text);
        execFileSync('git', ['apply', '--whitespace=nowarn', patch], { cwd: copy.path });
        const [mine, theirs] = [treeOf(copy.path), treeOf(remote.path)];
        for (const name of ['bin.dat', 'latin.txt', 'link', 'newbin']) {
          mine.delete(name);
          theirs.delete(name);
        }
        assert.deepEqual(mine, theirs);
      } finally {
        copy.remove();
      }
    });
    it('plans to take everything home to an unchanged copy', async () => {
      const inputs = [];
      for (const file of set.files) {
        const { before, after } = await file.sides();
        const here = files[file.path];
        const content = contentOf(here === undefined ? undefined : Buffer.from(here as never));
        inputs.push({
          path: file.path,
          before,
          after,
          local:
            content.kind === 'absent'
              ? ({ kind: 'absent' } as const)
              : { kind: 'file' as const, content, unsaved: false },
          ...(file.problem === undefined ? {} : { problem: file.problem }),
        });
      }
      const actions = new Map(plan(inputs, disk).map((entry) => [entry.path, entry.action]));
      assert.equal(actions.get('ren neu.txt'), 'rename');
      assert.equal(actions.get('link'), 'refused');
      assert.equal(actions.get('mode.sh'), 'same');
      for (const name of ['edit.txt', 'crlf.txt', 'bom.txt', 'nonl.txt', 'toempty.txt'])
        assert.equal(actions.get(name), 'write', name);
    });
  });

  it('puts the turns of a session together, and tells the last one apart', async () => {
    const session = await turn(`sed -i 's/^b$/one/' edit.txt; printf 'n\\n' > made.txt; rm nonl.txt`);
    await turn(`sed -i 's/^c$/two/' edit.txt; rm made.txt; printf 'again' > nonl.txt`, session);
    const all = await readChangeSet(box, session, 'session');
    assert.deepEqual(all.files.map((file) => file.path).toSorted(), ['edit.txt', 'nonl.txt']);
    const edit = await all.file('edit.txt')?.sides();
    assert.deepEqual([bytes(edit?.before).toString(), bytes(edit?.after).toString()], ['a\nb\nc\n', 'a\none\ntwo\n']);
    const again = await all.file('nonl.txt')?.sides();
    assert.deepEqual([bytes(again?.before).toString(), bytes(again?.after).toString()], ['a\nb\nc', 'again']);
    const last = await readChangeSet(box, session, 'turn');
    assert.deepEqual(bytes((await last.file('edit.txt')?.sides())?.before).toString(), 'a\none\nc\n');
    clean();
  });

  it('stays what the session did when somebody changed the file afterwards', async () => {
    const session = await turn(`sed -i 's/^b$/session/' edit.txt`);
    remote.write('edit.txt', 'somebody else\n');
    const sides = await (await readChangeSet(box, session, 'session')).file('edit.txt')?.sides();
    assert.deepEqual(
      [bytes(sides?.before).toString(), bytes(sides?.after).toString(), sides?.drifted],
      ['a\nb\nc\n', 'a\nsession\nc\n', true],
    );
    clean();
  });

  describe('local changes on their way to the sandbox', () => {
    let local: Repository;
    before(() => {
      local = makeRepository(files);
    });
    after(() => local.remove());
    afterEach(() => {
      clean();
      local.git('reset', '-q', '--hard');
      local.git('clean', '-qfdx');
    });
    const root = (): Promise<string> => sandboxRoot(box.server as never, remote.path);

    it('arrive byte for byte: edits, staged or not, new files, deletions, binaries, modes', async () => {
      local.write('edit.txt', 'a\nX\nc\n');
      local.write('crlf.txt', 'a\r\nX\r\nc\r\n');
      local.write('bom.txt', '\ufeffone\nX\n');
      local.write('nonl.txt', 'a\nb\nX');
      local.write('bin.dat', new Uint8Array([9, 0, 9]));
      local.write('neu/mit leer.txt', 'ü\n');
      local.git('rm', '-q', 'del.txt');
      local.write('ignored.log', 'secret');
      local.write('.gitignore', '*.log\n');
      local.git('add', 'edit.txt');
      const status = local.git('status', '--porcelain');
      const index = local.bytes('.git/index');
      const changes = await outgoingChanges(local.path);
      assert.deepEqual(changes.map((change) => change.path).toSorted(), [
        '.gitignore',
        'bin.dat',
        'bom.txt',
        'crlf.txt',
        'del.txt',
        'edit.txt',
        'neu/mit leer.txt',
        'nonl.txt',
      ]);
      assert.deepEqual(await sendChanges(box.server as never, await root(), changes), []);
      const mine = treeOf(local.path);
      mine.delete('ignored.log');
      assert.deepEqual(treeOf(remote.path), mine);
      assert.equal(local.git('status', '--porcelain'), status);
      assert.deepEqual(local.bytes('.git/index'), index);
    });

    it('that do not fit change nothing, and the misfits are named with the reason', async () => {
      local.write('edit.txt', 'a\nMINE\nc\n');
      local.write('new.txt', 'mine\n');
      local.write('nonl.txt', 'fine');
      local.git('rm', '-q', 'del.txt');
      remote.write('edit.txt', 'a\nTHEIRS\nc\n');
      remote.write('new.txt', 'theirs\n');
      execFileSync('rm', [join(remote.path, 'del.txt')]);
      const before = treeOf(remote.path);
      const misfits = await sendChanges(box.server as never, await root(), await outgoingChanges(local.path));
      assert.deepEqual(misfits, [
        { path: 'del.txt', reason: 'it is not there' },
        { path: 'edit.txt', reason: 'it differs there in the lines that you changed' },
        { path: 'new.txt', reason: 'there is a file of that name already' },
      ]);
      assert.deepEqual(treeOf(remote.path), before);
    });

    it('of bytes that are others there fit no more, and say so', async () => {
      local.write('bin.dat', new Uint8Array([0, 1, 2]));
      local.write('nonl.txt', 'fine');
      remote.write('bin.dat', new Uint8Array([0, 9]));
      const misfits = await sendChanges(box.server as never, await root(), await outgoingChanges(local.path));
      assert.deepEqual(misfits, [{ path: 'bin.dat', reason: 'it differs there from the last commit here' }]);
      assert.deepEqual([...remote.bytes('bin.dat')], [0, 9]);
    });

    it('are marked where they look like secrets', async () => {
      local.write('.env', 'A=1\n');
      local.write('src/key.ts', `const k = "${'AKIA'}ABCDEFGHIJKLMNOP";\n`);
      const changes = await outgoingChanges(local.path);
      assert.deepEqual(
        changes.map((change) => [change.path, change.secrets.map((sign) => sign.why)]),
        [
          ['.env', ['environment file']],
          ['src/key.ts', ['AWS access key']],
        ],
      );
    });

    it('leave the repository without a trace of having been read', async () => {
      local.write('new.txt', 'x\n');
      const objects = execFileSync('git', ['count-objects', '-v'], {
        cwd: local.path,
        encoding: 'utf8',
        env: { ...process.env, ...gitEnvironment },
      });
      await outgoingChanges(local.path);
      assert.equal(execFileSync('git', ['count-objects', '-v'], { cwd: local.path, encoding: 'utf8' }), objects);
    });

    it('fp-33: a file named like an option is a file', async () => {
      local.write('-rf', 'x\n');
      const changes = await outgoingChanges(local.path);
      assert.deepEqual(
        changes.map((change) => change.path),
        ['-rf'],
      );
      assert.deepEqual(await sendChanges(box.server as never, await root(), changes), []);
      assert.equal(remote.read('-rf'), 'x\n');
    });
  });

  it('knows the same repository by its first commit or its remote', async () => {
    const facts = await sandboxFacts(box.server as never, remote.path);
    const here = await localRepository(remote.path);
    assert.deepEqual(facts.roots, here?.roots);
    const copy = makeTemp('clone');
    try {
      execFileSync('git', ['clone', '-q', remote.path, copy], { env: { ...process.env, ...gitEnvironment } });
      assert.deepEqual((await localRepository(copy))?.roots, facts.roots);
      assert.deepEqual((await localRepository(join(copy, 'sub')))?.prefix, 'sub/');
    } finally {
      removeTemp(copy);
    }
  });
});
