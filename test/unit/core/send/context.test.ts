import assert from 'node:assert/strict';
import fc from 'fast-check';
import { excerptAttachment, labelOf } from '../../../../src/core/send/context.js';
import { fenced } from '../../../../src/shared/text/fenced.js';

const excerpt = {
  path: 'src/app.ts',
  language: 'typescript',
  text: 'const a = 1;\n',
  firstLine: 3,
  lastLine: 3,
  whole: false,
};

describe('the content of a file to send', () => {
  it('is named by its path and lines', () => {
    assert.equal(labelOf(excerpt), 'src/app.ts:3');
    assert.equal(labelOf({ ...excerpt, lastLine: 9 }), 'src/app.ts:3-9');
    assert.equal(labelOf({ ...excerpt, whole: true }), 'src/app.ts');
  });

  it('is fenced and has its size', () => {
    assert.deepEqual(excerptAttachment(excerpt), {
      kind: 'text',
      name: 'src/app.ts:3',
      text: 'From `src/app.ts:3`:\n\n```typescript\nconst a = 1;\n```',
      size: 13,
    });
  });

  it('cannot end its own fence', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('`', '``', '````', 'x', '\n')), (pieces) => {
        const text = pieces.join('');
        const lines = fenced(text, 'ts').split('\n');
        const fence = lines.at(-1) ?? '';
        assert.match(fence, /^`{3,}$/);
        assert.ok(!text.includes(fence));
      }),
    );
  });
});
