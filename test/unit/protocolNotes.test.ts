import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { checkNamedTests, rowsOf } from '../support/namedTests.js';

const recordings = new Set(
  readdirSync('test/fixtures/streams', { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/').replace(/^.*\/|\.json\.gz$/g, ''),
  ),
);

describe('docs/protocol-notes.md', () => {
  for (const [behavior = '', test = ''] of rowsOf('docs/protocol-notes.md'))
    it(`names tests and recordings that exist: ${behavior.slice(0, 60)}`, () => {
      const named = [...test.matchAll(/`replay` ([\w-]+(?:, [\w-]+)*)/g)].flatMap(([, list = '']) => list.split(', '));
      for (const name of named) assert.ok(recordings.has(name), `there is no recording ${name}`);
      assert.ok(checkNamedTests(test) + named.length > 0, `no test is named: ${test}`);
    });
});
