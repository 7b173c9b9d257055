import assert from 'node:assert/strict';
import { countOf, preview, secretsIn, sizeOf } from '../../../../src/core/send/sendPayload.js';
import type { Attachment } from '../../../../src/shared/model/entities.js';

const text = (name: string, content: string): Attachment => ({ kind: 'text', name, text: content, size: 5 });
const parcel = (...attachments: readonly Attachment[]) => ({ what: 'it', attachments, leftOut: [] });

describe('the preview of what is sent', () => {
  it('is scanned for secrets by name and by content, without repeating them', () => {
    const key = `AKIA${'A'.repeat(16)}`;
    const signs = secretsIn(parcel(text('.env', 'A=1'), text('src/a.ts:3-9', `const k = '${key}'`), text('b.ts', 'x')));
    assert.deepEqual(
      signs.map(({ path, why }) => `${path} ${why}`),
      ['.env environment file', 'src/a.ts AWS access key'],
    );
    assert.ok(!JSON.stringify(signs).includes(key));
  });

  it('is scanned for secrets by the names of all files of a folder', () => {
    const folder = { ...parcel(text('conf/ (2 files)', 'The files of `conf/`.')), files: ['conf/a.ts', 'conf/.env'] };
    assert.deepEqual(
      secretsIn(folder).map(({ path, why }) => `${path} ${why}`),
      ['conf/.env environment file'],
    );
  });

  it('counts skipped files, including lines that stand for many', () => {
    assert.equal(countOf([]), 0);
    assert.equal(
      countOf([
        { name: 'a', why: 'not text' },
        { name: 'big/', why: 'only 5 of its 12 files were checked', count: 7 },
      ]),
      8,
    );
  });

  it('lists what is sent and what is skipped', () => {
    const whole = {
      ...parcel(text('a', 'From a'), { kind: 'content' as const, name: 'b.png', size: 9 }),
      leftOut: [{ name: 'c.zip', why: 'not text' }],
    };
    assert.equal(
      preview(whole, { leftOut: 'Skipped:', binary: 'as a file' }),
      'From a\n\n`b.png`: as a file\n\n---\n\nSkipped:\n\n- `c.zip`: not text',
    );
    assert.equal(sizeOf(whole), 14);
  });
});
