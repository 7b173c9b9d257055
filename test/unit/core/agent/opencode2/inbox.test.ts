import assert from 'node:assert/strict';
import { decode } from '../../../../../src/core/agent/opencode2/events.js';
import { Memory } from '../../../../../src/core/agent/opencode2/memory.js';
import { messageId, sessionId } from '../../../../../src/shared/model/ids.js';

const session = sessionId('ses_1');
const entry = { id: 'msg_2', type: 'user', payload: { text: 'next' }, delivery: 'queue', time: { created: 5 } };

describe('a prompt of OpenCode 2 that waited before the connection', () => {
  const listening = (): Memory => {
    const memory = new Memory();
    memory.prompts.set(session, messageId('msg_1'));
    memory.enqueued.set(entry.id, { sessionId: session, created: 5, item: entry });
    return memory;
  };
  const delivered = { type: 'session.inbox.delivered', data: { sessionID: session, inboxID: 'msg_2' }, created: 9 };

  it('is shown at its delivery, without reading it again', () => {
    const memory = listening();
    const read: string[] = [];
    memory.missing = (_, id) => void read.push(id);
    const shown = decode(delivered, memory).find(({ type }) => type === 'message.upserted');
    assert.ok(shown?.type === 'message.upserted' && shown.message.id === 'msg_2');
    assert.deepEqual(read, []);
  });

  it('has the answer that follows, not the prompt before it', () => {
    const memory = listening();
    decode(delivered, memory);
    const data = { sessionID: session, assistantMessageID: 'msg_3', agent: 'build' };
    const [, head] = decode({ type: 'session.step.started', data, created: 10 }, memory);
    assert.ok(head?.type === 'message.upserted' && head.message.role === 'assistant');
    assert.equal(head.message.parentId, 'msg_2');
  });

  it('shows when another client makes it a prompt for the running turn', () => {
    const data = { sessionID: session, inboxID: 'msg_2', delivery: 'steer' };
    const [put] = decode({ type: 'session.inbox.delivery.changed', data, created: 9 }, listening());
    assert.ok(put?.type === 'inbox.put');
    assert.deepEqual([put.entry.delivery, put.entry.text], ['steer', 'next']);
  });
});

describe('a prompt of OpenCode 2 that was queued unseen', () => {
  it('is read before its answer, which is not taken for one to the prompt before', () => {
    const memory = new Memory();
    memory.prompts.set(session, messageId('msg_1'));
    const read: string[] = [];
    memory.missing = (_, id) => void read.push(id);
    decode({ type: 'session.inbox.delivered', data: { sessionID: session, inboxID: 'msg_2' }, created: 9 }, memory);
    const data = { sessionID: session, assistantMessageID: 'msg_3', agent: 'build' };
    const [, head] = decode({ type: 'session.step.started', data, created: 10 }, memory);
    assert.ok(head?.type === 'message.upserted' && head.message.role === 'assistant');
    assert.equal(head.message.parentId, undefined);
    assert.deepEqual(read, ['msg_2', 'msg_3']);
  });
});
