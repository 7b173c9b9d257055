import assert from 'node:assert/strict';
import { withParts } from '../../../../src/core/agent/opencode1/entities/message.js';
import { message } from '../../../../src/core/agent/opencode2/entities/message.js';
import { isUserCommand } from '../../../../src/shared/model/select.js';
import type { Message } from '../../../../src/shared/model/entities.js';
import { SES } from './build.js';

const isOwn = (one: Message | undefined): boolean | undefined =>
  one?.role === 'assistant' ? isUserCommand(one) : undefined;
const part = (type: string, more: object = {}) => ({
  id: `prt_${type}`,
  sessionID: SES,
  messageID: 'msg_a',
  type,
  ...more,
});
const bash = part('tool', {
  callID: 'call',
  tool: 'bash',
  state: {
    status: 'completed',
    input: { command: 'ls' },
    output: 'src',
    title: '',
    metadata: {},
    time: { start: 1, end: 2 },
  },
});
const info = { id: 'msg_a', sessionID: SES, role: 'assistant', parentID: 'msg_u', time: { created: 1, completed: 2 } };

describe('a command that the user ran', () => {
  it('is told from a command of the model on OpenCode 1', () => {
    assert.equal(isOwn(withParts({ info, parts: [bash] })), true);
    const step = { ...info, finish: 'tool-calls' };
    assert.equal(isOwn(withParts({ info: step, parts: [part('step-start'), bash, part('step-finish')] })), false);
    assert.equal(
      isOwn(withParts({ info: { ...info, time: { created: 1 } }, parts: [part('step-start'), bash] })),
      false,
    );
  });

  it('is told from a command of the model on OpenCode 2', () => {
    const shell = { id: 'msg_a', type: 'shell', shellID: 'sh', command: 'ls', time: { created: 1, completed: 2 } };
    assert.equal(isOwn(message(SES, { ...shell, status: 'exited', exit: 0, output: { output: 'src' } })), true);
    const call = { type: 'tool', id: 'call', name: 'shell', state: { status: 'completed', input: { command: 'ls' } } };
    const step = { id: 'msg_a', type: 'assistant', time: { created: 1, completed: 2 }, content: [call] };
    const model = message(SES, { ...step, finish: 'tool-calls' });
    assert.equal(model?.parts.length, 1);
    assert.equal(isOwn(model), false);
  });
});
