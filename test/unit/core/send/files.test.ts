import assert from 'node:assert/strict';
import { folderAttachment, LIMITS, type Reason } from '../../../../src/core/send/files.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const words = (reason: Reason): string => reason;

describe('the content of a folder to send', () => {
  it('contains every text file with its name in one attachment', () => {
    const files = [
      { path: 'src/a.ts', bytes: bytes('const a = 1;\n') },
      { path: 'src/LICENSE', bytes: bytes('Free.\n') },
    ];
    assert.deepEqual(folderAttachment('src/', files, words), {
      attachment: {
        kind: 'text',
        name: 'src/',
        text: 'The files of `src/`.\n\n`src/a.ts`:\n\n```ts\nconst a = 1;\n```\n\n`src/LICENSE`:\n\n```\nFree.\n```',
        size: 19,
      },
      paths: ['src/a.ts', 'src/LICENSE'],
      leftOut: [],
    });
  });

  it('leaves out what is too large or not text, and says which and why', () => {
    const files = [
      { path: 'large.txt', bytes: new Uint8Array(LIMITS.file + 1).fill(97) },
      { path: 'huge.txt', bytes: 'size' as const },
      { path: 'link.txt', bytes: 'link' as const },
      { path: 'zero.bin', bytes: new Uint8Array([1, 0, 2]) },
      { path: 'latin.txt', bytes: new Uint8Array([0x66, 0xfc, 0x72]) },
      { path: 'good.txt', bytes: bytes('good') },
    ];
    const { paths, leftOut } = folderAttachment('f/', files, words);
    assert.deepEqual(paths, ['good.txt']);
    assert.deepEqual(
      leftOut.map(({ name, why }) => `${name} ${why}`),
      ['large.txt size', 'huge.txt size', 'link.txt link', 'zero.bin binary', 'latin.txt binary'],
    );
  });

  it('is limited by the number of files and by size', () => {
    const many = Array.from({ length: LIMITS.files + 3 }, (_, i) => ({ path: `${i}.txt`, bytes: bytes('x') }));
    assert.deepEqual(
      folderAttachment('f/', many, words).leftOut.map(({ why }) => why),
      ['count', 'count', 'count'],
    );
    const heavy = Array.from({ length: 6 }, (_, i) => ({ path: `${i}.txt`, bytes: new Uint8Array(200_000).fill(98) }));
    const { attachment, leftOut } = folderAttachment('f/', heavy, words);
    assert.equal(attachment?.size, 1_000_000);
    assert.deepEqual(
      leftOut.map(({ name, why }) => `${name} ${why}`),
      ['5.txt total'],
    );
  });

  it('is empty if no file can be sent', () => {
    assert.equal(folderAttachment('f/', [], words).attachment, undefined);
  });
});
