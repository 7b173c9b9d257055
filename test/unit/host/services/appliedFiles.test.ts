import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { absent, text, type Content } from '../../../../src/core/changes/content.js';
import type { PlanEntry } from '../../../../src/core/changes/plan.js';
import { createAppliedFiles } from '../../../../src/host/services/appliedFiles.js';
import { makeRepository, type Repository } from '../../../support/repository.js';

/** VS Code's workspace state, in memory. */
function createMemory(): Parameters<typeof createAppliedFiles>[0] {
  const values = new Map<string, unknown>();
  return {
    keys: () => [...values.keys()],
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, JSON.parse(JSON.stringify(value))),
  } as Parameters<typeof createAppliedFiles>[0];
}

const entry = (
  path: string,
  action: PlanEntry['action'],
  result: Content,
  more: Partial<PlanEntry> = {},
): PlanEntry => ({
  path,
  action,
  result,
  local: absent,
  merged: false,
  unsaved: false,
  hidden: false,
  before: absent,
  after: result,
  ...more,
});

describe('files that are equal in the sandbox and the workspace', () => {
  let local: Repository;
  beforeEach(() => (local = makeRepository()));
  afterEach(() => local.remove());
  const applied = createAppliedFiles(createMemory());
  const isIn = (path: string, sandbox = 'box'): Promise<boolean> => applied.isIn(local.path, sandbox, path);

  it('are those that were applied, until someone changes them', async () => {
    local.write('a.txt', 'theirs\n');
    await applied.record(local.path, 'box', [entry('a.txt', 'write', text('theirs\n'))]);
    assert.equal(await isIn('a.txt'), true);
    assert.equal(await isIn('a.txt', 'other'), false);
    local.write('a.txt', 'mine\n');
    assert.equal(await isIn('a.txt'), false);
  });

  it('are not those with changes of both sides', async () => {
    local.write('a.txt', 'both\n');
    await applied.record(local.path, 'box', [entry('a.txt', 'write', text('both\n'), { merged: true })]);
    assert.equal(await isIn('a.txt'), false);
  });

  it('are those that the sandbox deleted or renamed', async () => {
    rmSync(join(local.path, 'README.md'));
    local.write('new.txt', 'x\n');
    await applied.record(local.path, 'box', [
      entry('README.md', 'delete', absent),
      entry('new.txt', 'rename', text('x\n'), { from: 'old.txt' }),
    ]);
    assert.deepEqual([await isIn('README.md'), await isIn('new.txt'), await isIn('old.txt')], [true, true, true]);
    local.write('README.md', 'again\n');
    assert.equal(await isIn('README.md'), false);
  });

  it('are those that were sent to the sandbox', async () => {
    local.write('mine.txt', 'mine\n');
    assert.equal(await isIn('mine.txt'), false);
    await applied.recordSent(local.path, 'box', ['mine.txt']);
    assert.equal(await isIn('mine.txt'), true);
  });

  it('are not confused by names that every object has', async () => {
    assert.equal(await isIn('constructor'), false);
    assert.equal(await isIn('__proto__'), false);
  });
});
