import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { patchText, readChangeSet, type ChangeSet } from '../../../src/core/changes/changeSet.js';
import { absent, bytesOf, contentOf, type Content } from '../../../src/core/changes/content.js';
import { sandboxFacts } from '../../../src/core/changes/repositoryIdentity.js';
import { hunksOf, withHunks } from '../../../src/core/changes/hunks.js';
import { plan, type Disk } from '../../../src/core/changes/plan.js';
import { localRepository } from '../../../src/host/platform/node/git.js';
import { gitEnvironment, makeRepository } from '../../support/repository.js';
import { makeTemp, removeTemp } from '../../support/temp.js';
import { messages, until } from '../../support/watch.js';
import { treeOf, changesFixture } from './changesFixture.js';
import { files, twoHunks } from './sampleFiles.js';
import { eachServer } from './processes/servers.js';

const disk: Disk = { windows: false, caseInsensitive: false };
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
  `sed -i 's/^line 3$/LINE 3/; s/^line 27$/LINE 27/' two.txt`,
  `: > newempty.txt`,
  `printf 'n\\r\\nm' > newcrlf.txt`,
  `printf '\\0\\0' > newbin`,
  `chmod +x mode.sh`,
  `ln -s /etc/hostname link`,
  `printf 'A\\nb\\n' > ./-dash.txt`,
  `printf 'A\\nb\\n' > 'new\nline.txt'`,
].join('; ');

/** What a text patch cannot contain, or what is refused. */
const notInPatch = ['bin.dat', 'latin.txt', 'link', 'new\nline.txt', 'newbin'];

const bytes = (content: Content | undefined): Buffer =>
  Buffer.from((content && bytesOf(content)) ?? Buffer.from('?unknown?'));
const original = (name: string): Buffer => Buffer.from(files[name] as never);

/** The local content of a file, for a plan. */
const localOf = (side: string | Uint8Array | undefined) => {
  const content = contentOf(side === undefined ? undefined : Buffer.from(side as never));
  return content.kind === 'absent' ? ({ kind: 'absent' } as const) : { kind: 'file' as const, content, unsaved: false };
};

describe('changes in a sandbox', () =>
  eachServer((kind) => {
    const at = changesFixture(kind);

    describe('after a turn that edits, adds, deletes and renames', () => {
      let set: ChangeSet;
      before(async () => {
        set = await readChangeSet(at().sandbox, await at().turn(work), 'session');
      });
      after(() => at().clean());

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
            'm -dash.txt',
            'm new\nline.txt',
            'm crlf.txt',
            'm edit.txt',
            'm empty.txt',
            'm latin.txt',
            'm mode.sh',
            'm nonl.txt',
            'm ordner mit ü/dätei eins.txt',
            'm toempty.txt',
            'm two.txt',
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
        '-dash.txt',
      ])
        it(`returns both sides of ${JSON.stringify(name)} byte for byte`, async () => {
          const sides = await set.file(name)?.sides();
          assert.equal(sides?.changedSince, false);
          assert.deepEqual(bytes(sides?.after), at().remote.bytes(name));
          assert.deepEqual(bytes(sides?.before), original(name));
        });
      for (const name of ['newempty.txt', 'newcrlf.txt', 'newbin', 'ren neu.txt'])
        it(`returns the new file ${name} byte for byte`, async () => {
          const sides = await set.file(name)?.sides();
          assert.deepEqual(sides?.before, absent);
          assert.deepEqual(bytes(sides?.after), at().remote.bytes(name));
        });
      for (const name of ['del.txt', 'ren.txt'])
        it(`returns the deleted file ${name} byte for byte`, async () => {
          const sides = await set.file(name)?.sides();
          assert.deepEqual(sides?.after, absent);
          assert.deepEqual(bytes(sides?.before), original(name));
        });
      it('returns changed binaries and other encodings as bytes, with an unknown previous content', async () => {
        for (const name of ['bin.dat', 'latin.txt']) {
          const sides = await set.file(name)?.sides();
          assert.equal(sides?.before.kind, 'unknown');
          assert.deepEqual(bytes(sides?.after), at().remote.bytes(name));
        }
      });
      it('pa-04: refuses a symbolic link', () => assert.equal(set.file('link')?.problem, 'it is a symbolic link'));
      it('pa-05: shows that a file became executable', () => {
        assert.deepEqual(
          [set.file('mode.sh')?.head?.oldMode, set.file('mode.sh')?.head?.newMode],
          ['100644', '100755'],
        );
      });
      it('"working tree against HEAD" has the same files with the same bytes', async () => {
        const head = await readChangeSet(at().sandbox, set.sessionId, 'head');
        assert.deepEqual(head.files.map((file) => file.path).toSorted(), set.files.map((file) => file.path).toSorted());
        for (const name of ['edit.txt', 'crlf.txt', 'bom.txt', 'nonl.txt', 'del.txt']) {
          const sides = await head.file(name)?.sides();
          assert.deepEqual(bytes(sides?.before), original(name), name);
        }
      });
      it('saves a patch that git applies to the same bytes', async () => {
        const { text, left } = await patchText(set);
        assert.deepEqual(left.toSorted(), notInPatch);
        const copy = makeRepository(files);
        try {
          const patch = join(copy.path, '..', 'changes.patch');
          writeFileSync(patch, text);
          execFileSync('git', ['apply', '--whitespace=nowarn', patch], { cwd: copy.path });
          const [mine, theirs] = [treeOf(copy.path), treeOf(at().remote.path)];
          for (const name of notInPatch) {
            mine.delete(name);
            theirs.delete(name);
          }
          assert.deepEqual(mine, theirs);
        } finally {
          copy.remove();
        }
      });
      it('plans to apply one of two hunks of a file', async () => {
        const { before, after } = (await set.file('two.txt')?.sides()) ?? assert.fail();
        assert.ok(before.kind === 'text' && after.kind === 'text');
        const hunks = hunksOf(before.text, after.text);
        assert.equal(hunks.length, 2);
        const chosen = { ...after, text: withHunks(before.text, hunks.slice(1)) };
        const local = localOf(files['two.txt']);
        const [entry] = plan([{ path: 'two.txt', before, after: chosen, local }], disk);
        assert.equal(bytes(entry?.result).toString(), twoHunks('line 3', 'LINE 27'));
      });
      it('plans a merge with edits here in other lines, and a conflict in the same ones', async () => {
        const { before, after } = (await set.file('two.txt')?.sides()) ?? assert.fail();
        const planned = (here: string) => plan([{ path: 'two.txt', before, after, local: localOf(here) }], disk)[0];
        const merged = planned(`mine\n${twoHunks()}`);
        assert.deepEqual([merged?.action, merged?.merged], ['write', true]);
        assert.equal(bytes(merged?.result).toString(), `mine\n${twoHunks('LINE 3', 'LINE 27')}`);
        assert.equal(planned(twoHunks('mine'))?.action, 'conflict');
      });
      it('plans to apply everything to an unchanged copy', async () => {
        const inputs = [];
        for (const file of set.files) {
          const { before, after } = await file.sides();
          inputs.push({
            path: file.path,
            before,
            after,
            local: localOf(files[file.path]),
            ...(file.problem === undefined ? {} : { problem: file.problem }),
          });
        }
        const actions = new Map(plan(inputs, disk).map((entry) => [entry.path, entry.action]));
        assert.equal(actions.get('ren neu.txt'), 'rename');
        assert.equal(actions.get('link'), 'refused');
        // A name with a line break cannot be shown as it is.
        assert.equal(actions.get('new\nline.txt'), 'refused');
        assert.equal(actions.get('mode.sh'), 'same');
        for (const name of ['edit.txt', 'crlf.txt', 'bom.txt', 'nonl.txt', 'toempty.txt'])
          assert.equal(actions.get(name), 'write', name);
      });
    });

    it('combines the turns of a session, and separates the last one', async () => {
      const session = await at().turn(`sed -i 's/^b$/one/' edit.txt; printf 'n\\n' > made.txt; rm nonl.txt`);
      await at().turn(`sed -i 's/^c$/two/' edit.txt; rm made.txt; printf 'again' > nonl.txt`, session);
      const all = await readChangeSet(at().sandbox, session, 'session');
      assert.deepEqual(all.files.map((file) => file.path).toSorted(), ['edit.txt', 'nonl.txt']);
      const edit = await all.file('edit.txt')?.sides();
      assert.deepEqual([bytes(edit?.before).toString(), bytes(edit?.after).toString()], ['a\nb\nc\n', 'a\none\ntwo\n']);
      const again = await all.file('nonl.txt')?.sides();
      assert.deepEqual([bytes(again?.before).toString(), bytes(again?.after).toString()], ['a\nb\nc', 'again']);
      const last = await readChangeSet(at().sandbox, session, 'turn');
      assert.deepEqual(bytes((await last.file('edit.txt')?.sides())?.before).toString(), 'a\none\nc\n');
      at().clean();
    });

    it('keeps the changes of the session when someone changes the file afterwards', async () => {
      const session = await at().turn(`sed -i 's/^b$/session/' edit.txt`);
      at().remote.write('edit.txt', 'somebody else\n');
      const sides = await (await readChangeSet(at().sandbox, session, 'session')).file('edit.txt')?.sides();
      assert.deepEqual(
        [bytes(sides?.before).toString(), bytes(sides?.after).toString(), sides?.changedSince],
        ['a\nb\nc\n', 'a\nsession\nc\n', true],
      );
      at().clean();
    });

    // OpenCode 2 reports the changes of a session separately from its prompts.
    if (kind !== 'OpenCode 2')
      it('are known at the very end of a turn, before the server has counted them', async () => {
        const { sandbox, turn, clean } = at();
        const session = await turn('printf said > early.txt');
        try {
          const prompt = await until(sandbox, 'the files that were counted', () => {
            const first = messages(sandbox, session)[0];
            return first?.role === 'user' && (first.changes?.length ?? 0) > 0 && first;
          });
          // As it was known until then.
          const { changes: _, ...message } = prompt;
          sandbox.store.dispatch([{ type: 'message.upserted', message }]);
          sandbox.store.flush();
          assert.deepEqual(await sandbox.sessionChanges(session), []);
          assert.deepEqual(
            (await sandbox.sessionChanges(session, prompt.id)).map(({ path, status }) => [path, status]),
            [['early.txt', 'added']],
          );
        } finally {
          clean();
        }
      });

    it('recognizes the same repository by its first commit or its remote', async () => {
      const facts = await sandboxFacts(await at().sandbox.ready(), at().remote.path);
      const here = await localRepository(at().remote.path);
      assert.deepEqual(facts.roots, here?.roots);
      const copy = makeTemp('clone');
      try {
        execFileSync('git', ['clone', '-q', at().remote.path, copy], { env: { ...process.env, ...gitEnvironment } });
        assert.deepEqual((await localRepository(copy))?.roots, facts.roots);
        assert.deepEqual((await localRepository(join(copy, 'sub')))?.prefix, 'sub/');
      } finally {
        removeTemp(copy);
      }
    });
  }));
