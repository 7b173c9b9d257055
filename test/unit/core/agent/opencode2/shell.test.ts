import assert from 'node:assert/strict';
import { decode } from '../../../../../src/core/agent/opencode2/events.js';
import { shellMessage } from '../../../../../src/core/agent/opencode2/entities/shell.js';
import { Memory } from '../../../../../src/core/agent/opencode2/memory.js';
import { messageId, sessionId } from '../../../../../src/shared/model/ids.js';
import type { AgentEvent } from '../../../../../src/shared/model/events.js';

const session = sessionId('ses_1');
const shell = (status: string) => ({ id: 'sh_1', command: 'echo out; exit 3', status, exit: 3 });
const started = (status: string) => ({
  id: 'evt_1',
  type: 'session.shell.started',
  data: { sessionID: session, shell: shell(status) },
  created: 5,
});
const ended = {
  id: 'evt_2',
  type: 'session.shell.ended',
  data: { sessionID: session, shell: shell('exited'), output: { output: 'out\n' } },
  created: 9,
};
const callIn = (events: readonly AgentEvent[]) => {
  const event = events.find(({ type }) => type === 'part.upserted');
  assert.ok(event?.type === 'part.upserted' && event.part.type === 'tool');
  const { messageId: message, status, output, outcome } = event.part;
  return [message, status, output, outcome];
};
const statusIn = (events: readonly AgentEvent[]) =>
  events.find((event) => event.type === 'session.status')?.status.type;

describe('a command of the user on OpenCode 2', () => {
  for (const status of ['running', 'exited'])
    it(`is shown from its beginning to its end if it begins as ${status}`, () => {
      const memory = new Memory();
      const begun = decode(started(status), memory);
      const over = decode(ended, memory);
      assert.deepEqual([statusIn(begun), statusIn(over)], ['busy', 'idle']);
      assert.deepEqual([callIn(begun)[1], callIn(over).slice(1)], ['running', ['completed', 'out\n', 'failed']]);
      assert.equal(callIn(begun)[0], callIn(over)[0], 'in one message');
    });

  it('ends as well if only its message was read', () => {
    const memory = new Memory();
    const place = { sessionId: session, messageId: messageId('msg_7') };
    memory.rememberMessages([
      shellMessage(place, 5, { shellID: 'sh_1', command: 'echo out; exit 3', status: 'running' }),
    ]);
    assert.deepEqual(callIn(decode(ended, memory)), ['msg_7', 'completed', 'out\n', 'failed']);
  });
});
