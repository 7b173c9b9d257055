import assert from 'node:assert/strict';
import { createTurnReader, type TurnOutput } from '../../../../../src/host/features/participant/turn.js';
import type { Message } from '../../../../../src/shared/model/entities.js';

const LINK = '[Sign in](command:workbench.action.quit)';
const message = (...parts: readonly object[]): Message =>
  ({ id: 'msg_1', role: 'assistant', parts }) as unknown as Message;
const text = (id: string, value: string): object => ({ type: 'text', id, text: value });
const tool = (id: string, title: string): object => ({ type: 'tool', id, tool: 'bash', title, status: 'running' });
const shown = (said: readonly TurnOutput[]): string => said.map((each) => each.text).join('');

describe('a turn in the chat of VS Code', () => {
  it('has no link, however its text is split', () => {
    const reader = createTurnReader();
    let all = '';
    const whole = `First ${LINK}, then ![x](https://evil.example) and \`code](kept)\`.`;
    for (let length = 1; length <= whole.length; length++)
      all += shown(reader.read([message(text('prt_1', whole.slice(0, length)))]));
    all += shown(reader.end());
    assert.ok(!/\]\((command|https)/.test(all), all);
    assert.ok(all.includes('`code](kept)`'));
    assert.ok(all.startsWith('First [Sign in]\\(command:workbench.action.quit), then !\\[x]'));
  });

  it('writes the rest of a text before the next part', () => {
    const reader = createTurnReader();
    assert.deepEqual(reader.read([message(text('prt_1', 'Looking now'))]), [{ type: 'text', text: 'Looking ' }]);
    const next = reader.read([message(text('prt_1', 'Looking now.'), tool('prt_2', 'ls'), text('prt_3', 'Done.'))]);
    assert.deepEqual(next, [
      { type: 'text', text: 'now.' },
      { type: 'progress', text: 'bash: ls' },
      { type: 'text', text: '\n\n' },
    ]);
    assert.deepEqual(reader.end(), [{ type: 'text', text: 'Done.' }]);
    assert.deepEqual(reader.end(), []);
  });

  it('makes no link from the end of one text and the beginning of the next', () => {
    const reader = createTurnReader();
    const parts = [text('prt_1', '[Sign in]'), text('prt_2', '(command:x)')];
    const all = shown(reader.read([message(...parts)])) + shown(reader.end());
    assert.equal(all, '[Sign in]\n\n(command:x)');
  });
});
