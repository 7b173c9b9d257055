import assert from 'node:assert/strict';
import { answersOf, choose, emptyAnswer, write } from '../../../src/webview/requests/answers.js';

const option = (label: string): { label: string; description: string } => ({ label, description: '' });
const one = { multiple: false, options: [option('Red'), option('Blue'), option('Red')] };
const several = { ...one, multiple: true };

describe('an answer to a question', () => {
  it('is one choice or one’s own words, whichever came last', () => {
    const chosen = choose(one, write(one, emptyAnswer, 'Green'), 1);
    assert.deepEqual(answersOf(one, chosen), ['Blue']);
    assert.deepEqual(answersOf(one, write(one, chosen, ' Green ')), ['Green']);
    assert.deepEqual(answersOf(one, write(one, chosen, '  ')), ['Blue']);
  });

  it('is several choices in the order of the options, with one’s own words beside them', () => {
    const chosen = choose(several, choose(several, emptyAnswer, 1), 0);
    assert.deepEqual(answersOf(several, write(several, chosen, 'Green')), ['Red', 'Blue', 'Green']);
    assert.deepEqual(answersOf(several, choose(several, chosen, 1)), ['Red']);
  });

  it('keeps two options with one label apart', () => {
    const chosen = choose(several, emptyAnswer, 2);
    assert.deepEqual(chosen.chosen, [2]);
    assert.deepEqual(choose(several, chosen, 0).chosen, [2, 0]);
  });

  it('is nothing at first', () => {
    assert.deepEqual(answersOf(one, emptyAnswer), []);
  });
});
