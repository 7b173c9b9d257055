import assert from 'node:assert/strict';
import fc from 'fast-check';
import { absent, sameContent, text, unknown, type Content } from '../../../../src/core/changes/content.js';
import {
  plan,
  writes,
  type Disk,
  type Local,
  type PlanEntry,
  type PlanInput,
} from '../../../../src/core/changes/plan.js';
import { lineText } from './texts.js';

const disk: Disk = { windows: false, caseInsensitive: false };
const file = (content: Content, unsaved = false): Local => ({ kind: 'file', content, unsaved });
const bytes = (...values: number[]): Content => ({ kind: 'binary', bytes: new Uint8Array(values) });
const input = (before: Content, after: Content, local: Local, more: Partial<PlanInput> = {}): PlanInput => ({
  path: 'x.txt',
  before,
  after,
  local,
  ...more,
});
const one = (each: PlanInput, on = disk): PlanEntry => {
  const [entry, ...rest] = plan([each], on);
  assert.ok(entry !== undefined && rest.length === 0);
  return entry;
};

const base = text('a\nb\nc\nd\n');
const theirs = text('a\nb\nc\nD\n');
const none: Local = { kind: 'absent' };

/** Local file × change of the session → result. */
const table: readonly (readonly [string, PlanInput, PlanEntry['action'], Content?])[] = [
  ['add, nothing here', input(absent, theirs, none), 'create', theirs],
  ['add, the same here', input(absent, theirs, file(theirs)), 'same'],
  ['add, something else here', input(absent, theirs, file(base)), 'conflict'],
  ['add, the same with other line ends here', input(absent, theirs, file(text('a\r\nb\r\nc\r\nD\r\n'))), 'same'],
  ['add, binary', input(absent, bytes(0, 1), none), 'create', bytes(0, 1)],
  ['add, an empty file', input(absent, text(''), none), 'create', text('')],
  ['edit, unchanged here', input(base, theirs, file(base)), 'write', theirs],
  ['edit, done here already', input(base, theirs, file(theirs)), 'same'],
  ['edit, changed elsewhere here', input(base, theirs, file(text('A\nb\nc\nd\n'))), 'write', text('A\nb\nc\nD\n')],
  ['edit, same line changed here', input(base, theirs, file(text('a\nb\nc\nX\n'))), 'conflict'],
  ['edit, missing here', input(base, theirs, none), 'conflict'],
  ['edit, renamed here', input(base, theirs, { kind: 'absent', renamedTo: 'y.txt' }), 'conflict'],
  ['edit, binary here', input(base, theirs, file(bytes(0))), 'conflict'],
  ['edit, a folder here', input(base, theirs, { kind: 'blocked', reason: 'it is a folder here' }), 'refused'],
  ['edit, base unknown', input(unknown('-'), theirs, file(base)), 'conflict'],
  [
    'edit, base unknown but git knows the file as it',
    input(unknown('-'), bytes(9), { kind: 'file', content: bytes(0), unsaved: false, isBase: true }),
    'write',
    bytes(9),
  ],
  ['edit, result unknown', input(base, unknown('it cannot be read'), file(base)), 'refused'],
  ['edit, CRLF here', input(base, theirs, file(text('a\r\nb\r\nc\r\nd\r\n'))), 'write', text('a\r\nb\r\nc\r\nD\r\n')],
  [
    'edit, CRLF and changed here',
    input(base, theirs, file(text('A\r\nb\r\nc\r\nd\r\n'))),
    'write',
    text('A\r\nb\r\nc\r\nD\r\n'),
  ],
  ['edit, CRLF there, LF here', input(text('a\r\n'), text('b\r\n'), file(text('a\n'))), 'write', text('b\n')],
  [
    'edit, line ends themselves',
    input(text('a\nb\n'), text('a\r\nb\r\n'), file(text('a\nb\n'))),
    'write',
    text('a\r\nb\r\n'),
  ],
  [
    'edit, byte order mark here',
    input(text('a\nb\nc\n'), text('a\nb\nC\n'), file(text('A\nb\nc\n', true))),
    'write',
    text('A\nb\nC\n', true),
  ],
  ['edit, no final newline', input(text('a'), text('b'), file(text('a'))), 'write', text('b')],
  ['delete, unchanged here', input(base, absent, file(base)), 'delete'],
  ['delete, CRLF here', input(base, absent, file(text('a\r\nb\r\nc\r\nd\r\n'))), 'delete'],
  ['delete, gone here', input(base, absent, none), 'same'],
  ['delete, changed here', input(base, absent, file(theirs)), 'conflict'],
  ['delete, base unknown', input(unknown('-'), absent, file(base)), 'conflict'],
  ['binary, unchanged here', input(bytes(1), bytes(2), file(bytes(1))), 'write', bytes(2)],
  ['binary, changed here', input(bytes(1), bytes(2), file(bytes(3))), 'conflict'],
];

describe('the plan of what happens to a file', () => {
  for (const [name, each, action, result] of table)
    it(`${name}: ${action}`, () => {
      const entry = one(each);
      assert.equal(entry.action, action, entry.reason);
      assert.deepEqual(entry.result, result ?? absent);
      assert.equal(entry.reason === undefined, action !== 'conflict' && action !== 'refused');
    });

  it('never loses a line that was changed locally: it writes the result, a clean merge, or nothing', () => {
    const content = lineText.map((value): Content => text(value));
    fc.assert(
      fc.property(content, content, content, (before, after, local) => {
        const entry = one(input(before, after, file(local)));
        if (!writes(entry)) return;
        assert.ok(entry.action === 'write');
        if (!entry.merged && !sameContent(local, before))
          assert.ok(
            local.kind === 'text' &&
              before.kind === 'text' &&
              local.text.replaceAll('\r', '') === before.text.replaceAll('\r', ''),
          );
      }),
      { numRuns: 5_000 },
    );
  });

  it('pa-08: a patch that does not fit changes nothing', () => {
    const entry = one(input(text('does not match\n'), text('new\n'), file(text('mine\n'))));
    assert.equal(entry.action, 'conflict');
  });

  it('refuses paths, and files whose change has a problem', () => {
    assert.equal(one(input(base, theirs, file(base), { path: '../x' })).action, 'refused');
    assert.equal(one(input(base, theirs, file(base), { path: 'sub/.git/config' })).action, 'refused');
    assert.equal(
      one(input(base, theirs, file(base), { problem: 'it is a symbolic link' })).reason,
      'it is a symbolic link',
    );
  });

  it('lists files that require their own confirmation', () => {
    assert.equal(one(input(base, theirs, file(base), { path: '.vscode/tasks.json' })).sensitivity, 'editor');
    assert.equal(one(input(base, base, file(base), { mode: 'executable' })).sensitivity, 'shell');
    assert.equal(one(input(base, theirs, file(base))).sensitivity, undefined);
  });

  it('pa-12: says that hidden characters come in, not that they are there already', () => {
    const hiding = text('a\nif (admin\u202e \u2066// x\u2069\n');
    assert.ok(one(input(text('a\nb\n'), hiding, file(text('a\nb\n')))).hidden);
    assert.ok(!one(input(hiding, text('A\nif (admin\u202e \u2066// x\u2069\n'), file(hiding))).hidden);
  });

  it('fp-36: two names for one file are a conflict on a disk that does not tell them apart', () => {
    const inputs = ['README.md', 'Readme.md'].map((path) => input(absent, theirs, none, { path }));
    assert.deepEqual(
      plan(inputs, disk).map((entry) => entry.action),
      ['create', 'create'],
    );
    assert.deepEqual(
      plan(inputs, { ...disk, caseInsensitive: true }).map((entry) => entry.action),
      ['conflict', 'conflict'],
    );
  });
});

describe('the plan of a rename', () => {
  const pair = (from: Local, to: Local, after: Content = base): readonly PlanEntry[] =>
    plan([input(base, absent, from, { path: 'old.txt' }), input(absent, after, to, { path: 'new.txt' })], disk);

  it('is one entry', () => {
    const [entry, ...rest] = pair(file(base), none);
    assert.deepEqual([entry?.action, entry?.from, entry?.path, rest.length], ['rename', 'old.txt', 'new.txt', 0]);
    assert.deepEqual(entry?.result, base);
  });
  it('carries over local changes', () => {
    const [entry] = pair(file(text('A\nb\nc\nd\n')), none, theirs);
    assert.deepEqual([entry?.action, entry?.merged, entry?.result], ['rename', true, text('A\nb\nc\nD\n')]);
  });
  it('keeps the local line endings', () => {
    const [entry] = pair(file(text('a\r\nb\r\nc\r\nd\r\n')), none);
    assert.deepEqual([entry?.action, entry?.result], ['rename', text('a\r\nb\r\nc\r\nd\r\n')]);
  });
  it('is a conflict where both changed the same', () =>
    assert.equal(pair(file(text('a\nb\nc\nX\n')), none, theirs)[0]?.action, 'conflict'));
  it('is a conflict where the new name is taken', () =>
    assert.equal(pair(file(base), file(text('other\n')))[0]?.action, 'conflict'));
  it('does nothing when it is already done', () => assert.equal(pair(none, file(base))[0]?.action, 'same'));
});

describe('a file whose name changed only its case', () => {
  const caseBlind: Disk = { windows: false, caseInsensitive: true };
  const inputs = (after: Content, local: Content): readonly PlanInput[] => [
    input(base, absent, file(local), { path: 'docs/README.md' }),
    input(absent, after, file(local), { path: 'docs/readme.md' }),
  ];
  const entries = (after: Content, local: Content = base): readonly (readonly unknown[])[] =>
    plan(inputs(after, local), caseBlind).map(({ action, from, path, result, merged }) => [
      action,
      from,
      path,
      result.kind === 'text' ? result.text : undefined,
      merged,
    ]);

  it('is renamed', () =>
    assert.deepEqual(entries(base), [['rename', 'docs/README.md', 'docs/readme.md', base.text, false]]));

  it('is renamed and changed', () =>
    assert.deepEqual(entries(theirs), [['rename', 'docs/README.md', 'docs/readme.md', theirs.text, false]]));

  it('preserves local changes', () =>
    assert.deepEqual(entries(theirs, text('A\nb\nc\nd\n')), [
      ['rename', 'docs/README.md', 'docs/readme.md', 'A\nb\nc\nD\n', true],
    ]));

  it('is a conflict if a third file has that name', () =>
    assert.ok(
      plan([...inputs(base, base), input(absent, theirs, none, { path: 'docs/ReadMe.md' })], caseBlind).every(
        ({ action }) => action === 'conflict',
      ),
    ));
});
