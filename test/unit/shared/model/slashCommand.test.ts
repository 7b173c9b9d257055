import assert from 'node:assert/strict';
import { SHELL_COMMAND, shellLineIn, slashCommandIn, writtenText } from '../../../../src/shared/model/slashCommand.js';

const commands = ['review', 'team/review', '审查', 'two', 'two words', 'naïve-été'].map((name) => ({ name }));

describe('the slash command of a text', () => {
  const cases: readonly (readonly [string, string | undefined, string?])[] = [
    ['/review', 'review', ''],
    ['/review src/a.ts\nand b.ts', 'review', 'src/a.ts\nand b.ts'],
    ['/review\nall', 'review', 'all'],
    ['/team/review x', 'team/review', 'x'],
    ['/审查 全部', '审查', '全部'],
    ['/two words a b', 'two words', 'a b'],
    ['/two word', 'two', 'word'],
    ['/naïve-été', 'naïve-été', ''],
    ['/reviewer', undefined],
    ['/审查者', undefined],
    ['/usr/bin/env is missing', undefined],
    [' /review', undefined],
    ['review', undefined],
    ['/', undefined],
  ];
  for (const [text, name, args = ''] of cases)
    it(`is ${name === undefined ? 'none' : JSON.stringify(name)} in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(slashCommandIn(text, commands), name === undefined ? undefined : { name, args });
    });
});

describe('a line for the shell', () => {
  const cases: readonly (readonly [string, string | undefined])[] = [
    ['!npm test', 'npm test'],
    ['! ls -la\nwc x', 'ls -la\nwc x'],
    ['!', undefined],
    ['! ', undefined],
    [' !npm test', undefined],
    ['npm test!', undefined],
  ];
  for (const [text, line] of cases)
    it(`is ${JSON.stringify(line)} in ${JSON.stringify(text)}`, () => assert.equal(shellLineIn(text), line));
  it('is written as it was typed, like a slash command and a prompt', () => {
    assert.deepEqual(
      [{ command: SHELL_COMMAND, text: 'ls' }, { command: 'review', text: '' }, { text: 'hello' }].map(writtenText),
      ['!ls', '/review', 'hello'],
    );
  });
});
