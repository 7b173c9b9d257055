import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { decodePercent } from '../../../src/core/agent/transport/url.js';
import { toFailure } from '../../../src/core/failure.js';
import { splitCode } from '../../../src/shared/text/errorCode.js';

const errorOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return error;
  }
};
const CANARY = 'canary-5ecr3t';

describe("an error that is not the extension's own", () => {
  it('is shown without the message of the platform, which may quote a secret', () => {
    const errors = [
      () => decodeURIComponent(`100%${CANARY}`),
      () => new URL(`http://${CANARY}:x y`),
      () => new Headers({ authorization: `${CANARY}\n${CANARY}` }),
      () => new Request(`http://ann:${CANARY}@box`),
      () => JSON.parse(`{"password": ${CANARY}`) as unknown,
      () => readFileSync(`/${CANARY}`),
      () => ''.repeat(-1),
    ].map(errorOf);
    for (const error of errors) {
      const failure = toFailure(error);
      assert.ok(error instanceof Error && failure.cause === error);
      assert.equal(failure.message.includes(CANARY), false, error.message);
      assert.match(failure.message, /^Something unexpected happened \(\w+\)\.$|not found/);
    }
  });

  it('of the file system is explained', () => {
    const words = (code: string): string => toFailure(Object.assign(new Error(`${code}: ${CANARY}`), { code })).message;
    assert.match(words('ENOSPC'), /^The disk is full/);
    assert.match(words('EACCES'), /^Access was denied/);
    assert.equal(words('EXDEV'), 'Something unexpected happened (EXDEV).');
  });

  it('keeps messages of VS Code', () => {
    const said = 'Unable to write to User Settings because the file has unsaved changes.';
    assert.equal(toFailure(new Error(said)).message, said);
  });

  it('has its code separate from the translated text', () => {
    assert.deepEqual(splitCode('The sandbox cannot be reached (EWHATEVER).'), [
      'The sandbox cannot be reached ({0}).',
      'EWHATEVER',
    ]);
    assert.deepEqual(splitCode('Stopped.'), ['Stopped.']);
    assert.deepEqual(splitCode('In brackets (like this).'), ['In brackets (like this).']);
  });
});

describe('percent escapes of an address', () => {
  it('are decoded if they are valid, and stay as typed otherwise', () => {
    const texts = {
      'p%40ss': 'p@ss',
      '100%safe': '100%safe',
      'a%20b%zz%': 'a b%zz%',
      '%E6%97%A5%': '日%',
      '%ff': '%ff',
    };
    for (const [typed, read] of Object.entries(texts)) assert.equal(decodePercent(typed), read);
  });
});
