import assert from 'node:assert/strict';
import type { Question } from '../../../../src/shared/model/entities.js';
import { answersToSend, askedQuestions, kindOf, problemOf } from '../../../../src/shared/model/form.js';

const field = (more: Partial<Question> = {}): Question => ({
  question: 'Q',
  header: 'Q',
  options: [],
  multiple: false,
  custom: true,
  ...more,
});
const words = (more: Partial<Question>, ...answer: string[]): string | undefined => problemOf(field(more), answer)?.[0];

describe('a form', () => {
  it('derives what a question accepts from its options if the server does not say', () => {
    const option = { label: 'A', description: '' };
    assert.deepEqual(
      [field(), field({ options: [option] }), field({ options: [option], multiple: true })].map(kindOf),
      ['text', 'choice', 'choices'],
    );
    assert.equal(kindOf(field({ kind: 'integer', options: [option] })), 'integer');
  });

  const questions = [
    field({ key: 'db', kind: 'boolean' }),
    field({ key: 'kind', when: [{ key: 'db', is: 'equal', value: 'true' }] }),
    field({ key: 'file', when: [{ key: 'kind', is: 'equal', value: 'sqlite' }] }),
    field({ key: 'host', when: [{ key: 'kind', is: 'different', value: 'sqlite' }] }),
    field({ key: 'version', hidden: true, initial: ['2'] }),
  ];

  it('asks only what its conditions require, even if they depend on each other', () => {
    assert.deepEqual(askedQuestions(questions, [[], [], [], [], []]), [0, 3]);
    assert.deepEqual(askedQuestions(questions, [['true'], ['sqlite']]), [0, 1, 2]);
    assert.deepEqual(askedQuestions(questions, [['false'], ['sqlite']]), [0, 3]);
  });

  it('sends what was asked, and for hidden fields what the form says', () => {
    assert.deepEqual(answersToSend(questions, [['false'], ['sqlite'], ['a.db'], ['h'], ['9']]), [
      ['false'],
      [],
      [],
      ['h'],
      ['2'],
    ]);
  });

  it('hides a field whose condition names a field that does not exist', () => {
    assert.deepEqual(askedQuestions([field({ when: [{ key: 'x', is: 'equal', value: '1' }] })], [[]]), []);
  });

  it('says what is wrong with a number', () => {
    const bounds = { kind: 'number', minimum: 1, maximum: 10 } as const;
    assert.deepEqual(
      ['2.5', '0', '11', 'two', '', '1e2', 'Infinity'].map((text) => words(bounds, text)),
      [
        undefined,
        'Enter {0} or more.',
        'Enter {0} or less.',
        'Enter a number.',
        'Enter a number.',
        'Enter {0} or less.',
        'Enter a number.',
      ],
    );
    assert.equal(words({ kind: 'integer' }, '2.5'), 'Enter a whole number.');
    assert.equal(words({ kind: 'integer' }, '-2'), undefined);
  });

  it('says what is wrong with a text', () => {
    assert.equal(words({ minimum: 3 }, 'ab'), 'Enter at least {0} characters.');
    assert.equal(words({ maximum: 3 }, 'abcd'), 'Enter at most {0} characters.');
    assert.equal(words({ format: 'email' }, 'a@b'), 'Enter an email address.');
    assert.equal(words({ format: 'email' }, 'a@b.c'), undefined);
    assert.match(words({ format: 'date' }, '2026-13-01') ?? '', /date/);
    assert.match(words({ format: 'date-time' }, '2026-01-01') ?? '', /date and time/);
    assert.equal(words({ format: 'uri' }, 'https://x.y'), undefined);
  });

  it('leaves patterns to the server, since one could be made to match forever', () => {
    assert.equal(words({ pattern: '^(a+)+$' }, `${'a'.repeat(60)}!`), undefined);
  });

  it('requires an answer only where one is required, and enough answers of several', () => {
    assert.equal(words({ required: true }), 'An answer is required.');
    assert.equal(words({}), undefined);
    assert.equal(words({ kind: 'choices', minimum: 2 }, 'a'), 'Choose at least {0}.');
    assert.equal(words({ kind: 'choices', maximum: 1 }, 'a', 'b'), 'Choose at most {0}.');
    assert.equal(words({ kind: 'link' }), 'Open the page first.');
    assert.equal(words({ kind: 'link' }, 'true'), undefined);
  });
});
