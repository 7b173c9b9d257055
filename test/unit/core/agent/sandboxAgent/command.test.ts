import assert from 'node:assert/strict';
import { expandCommand } from '../../../../../src/core/agent/sandboxAgent/command.js';

describe('the prompt of an expanded slash command', () => {
  for (const [template, line, prompt] of [
    ['Greet $ARGUMENTS!', 'the moon', 'Greet the moon!'],
    ['From $1 to $2', 'here "over there" now', 'From here to over there now'],
    ['Only $1', '', 'Only'],
    ['Review it.', 'and be kind', 'Review it.\n\nand be kind'],
    ['Review it.', ' ', 'Review it.'],
    ['Say $ARGUMENTS', '$1 $& $$', 'Say $1 $& $$'],
  ] as const)
    it(`of "${template}" with "${line}"`, () => assert.equal(expandCommand(template, line), prompt));
});
