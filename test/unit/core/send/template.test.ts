import assert from 'node:assert/strict';
import { fillIn, questionsOf, readTemplates } from '../../../../src/core/send/template.js';

const context = { selection: 'SEL', file: 'src/a.ts' };

describe('prompt templates', () => {
  it('ask each question once, in order', () => {
    assert.deepEqual(questionsOf('${input:Which?} ${input: How? } ${input:Which?} ${selection}'), ['Which?', 'How?']);
  });

  it('fill in answers, selection and file', () => {
    const answers = new Map([['Which?', 'this']]);
    assert.equal(fillIn('${input:Which?} in ${file}: ${selection}', answers, context), 'this in src/a.ts: SEL');
  });

  it('do not expand placeholders inside answers', () => {
    const answers = new Map([['Q', '${selection} $& ${input:Q}']]);
    assert.equal(fillIn('<${input:Q}>', answers, context), '<${selection} $& ${input:Q}>');
  });

  it('leave other dollar signs alone', () => {
    assert.equal(fillIn('${HOME} $1 ${env:X}', new Map(), context), '${HOME} $1 ${env:X}');
  });

  it('are read from any malformed setting', () => {
    assert.deepEqual(
      readTemplates([{ name: 'A', prompt: 'a', description: 1 }, { name: '', prompt: 'b' }, { name: 'C' }, null, 7]),
      [{ name: 'A', prompt: 'a' }],
    );
    for (const value of [undefined, null, 'x', {}, 1]) assert.deepEqual(readTemplates(value), []);
  });
});
