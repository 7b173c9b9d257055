// The hostile inputs that a run covered: collected from passed tests, and checked at the end of the run.
import assert from 'node:assert/strict';
import { hostileInputs, type HostileInput } from './hostile.js';
import { shared } from './shared.js';

/** Where an entry is tested. */
export type Suite = 'unit' | 'hostile' | 'extension' | 'e2e';

const at =
  (...places: readonly string[]) =>
  (input: HostileInput): boolean =>
    places.includes(input.entry_point);
const named =
  (...ids: readonly string[]) =>
  (input: HostileInput): boolean =>
    ids.includes(input.id);
const drawn = at(
  'markdown text',
  'tool output',
  'tool title',
  'session title',
  'permission text',
  'question text',
  'provider name',
  'image part',
);

/** The entries that each suite has to cover; an entry may belong to several. */
const wanted: Readonly<Record<Suite, (input: HostileInput) => boolean>> = {
  // Real links on a real disk, disks of other systems, the manifest.
  unit: named('fp-07', 'fp-08', 'fp-09', 'fp-36', 'bu-18'),
  // From the wire, or from what the wire said, to what is shown or written.
  hostile: (input) =>
    at(
      'markdown text',
      'tool output',
      'tool title',
      'session title',
      'image part',
      'SSE frame',
      'HTTP response',
    )(input) ||
    at('tool input', 'password', 'provider name')(input) ||
    (at('file path in diff', 'patch', 'base URL')(input) && !wanted.unit(input) && !wanted.extension(input)) ||
    input.id === 'pt-06',
  // Documents, dialogs and the disk of a real editor.
  extension: named('pa-13', 'pa-14', 'h42', 'h66'),
  // The real chat; 50 MB of output are tested without it.
  e2e: (input) => (drawn(input) && !named('to-10', 'pt-06')(input)) || named('http-16', 'sse-24')(input),
};

/** Entries without a suite. */
export const homeless = (): readonly string[] =>
  hostileInputs.filter((input) => !Object.values(wanted).some((wants) => wants(input))).map(({ id }) => id);

const taken = shared('hostile inputs', () => new Set<string>());
const known = new Set(hostileInputs.map(({ id }) => id));

/** Records that a test covered this entry. */
export function consume(...ids: readonly string[]): void {
  for (const id of ids) {
    assert.ok(known.has(id), `there is no hostile input ${id}`);
    taken.add(id);
  }
}

/** Entries of a suite that it did not cover, as far as it ran. */
const missed = (suite: Suite): readonly string[] =>
  hostileInputs.filter((input) => wanted[suite](input) && !taken.has(input.id)).map(({ id }) => id);

/** Some tests were excluded on purpose, so nothing can be concluded. */
const partial = (): boolean =>
  process.argv.some((argument) => /^(-g|-f|--grep|--fgrep)/.test(argument)) || Boolean(process.env['TEST_GREP']);

/** Checks a run: a passed test whose title begins with IDs covers them; at the end none of the suite's may be missing. */
export function watchConsumed(suite: Suite): void {
  afterEach(function () {
    const { currentTest } = this;
    if (currentTest?.state !== 'passed') return;
    const [, ids] = /^((?:[a-z]{1,4}-?\d+(?:, |: ))+)/.exec(currentTest.title) ?? [];
    consume(...(ids?.split(/[,:] /).filter((id) => known.has(id)) ?? []));
  });
  after(`every hostile input of the suite “${suite}” was run`, function () {
    if (!partial()) assert.deepEqual(missed(suite), [], 'hostile inputs that no test ran');
  });
}
