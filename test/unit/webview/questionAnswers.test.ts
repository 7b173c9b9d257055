import assert from 'node:assert/strict';
import { answersOf, choose, emptyAnswer, write } from '../../../src/webview/requests/answers.js';

const option = (label: string): { label: string; description: string } => ({ label, description: '' });
const one = { multiple: false, options: [option('Red'), option('Blue'), option('Red')] };
const several = { ...one, multiple: true };

describe('an answer to a question', () => {
  it('is one option or custom text, whichever came last', () => {
    const chosen = choose(one, write(one, emptyAnswer, 'Green'), 1);
    assert.deepEqual(answersOf(one, chosen), ['Blue']);
    assert.deepEqual(answersOf(one, write(one, chosen, ' Green ')), ['Green']);
    assert.deepEqual(answersOf(one, write(one, chosen, '  ')), ['Blue']);
  });

  it('is several options in their order, with custom text', () => {
    const chosen = choose(several, choose(several, emptyAnswer, 1), 0);
    assert.deepEqual(answersOf(several, write(several, chosen, 'Green')), ['Red', 'Blue', 'Green']);
    assert.deepEqual(answersOf(several, choose(several, chosen, 1)), ['Red']);
  });

  it('distinguishes two options with the same label', () => {
    const chosen = choose(several, emptyAnswer, 2);
    assert.deepEqual(chosen.chosen, [2]);
    assert.deepEqual(choose(several, chosen, 0).chosen, [2, 0]);
  });

  it('is empty at first', () => {
    assert.deepEqual(answersOf(one, emptyAnswer), []);
  });
});
