import assert from 'node:assert/strict';
import { createCompatDecoder } from '../../../../../src/core/agent/sandboxAgent/events.js';

const frame = (id: string, callID: string, more: object): string =>
  JSON.stringify({
    type: 'message.part.updated',
    properties: { part: { id, sessionID: 'ses_1', messageID: 'msg_1', type: 'tool', callID, ...more } },
  });

describe('decoding of Sandbox Agent’s tool calls', () => {
  it('decodes the results of an update that does not name its tool', () => {
    const decode = createCompatDecoder();
    decode(frame('part_1', 'call_1', { tool: 'glob', state: { status: 'running', input: { pattern: '*' } } }));
    const event = decode(frame('part_2', 'call_1', { state: { status: 'completed', output: '/w/a.ts\n' } }));
    assert.ok(event?.type === 'part.upserted' && event.part.type === 'tool');
    assert.deepEqual(event.part.call, { kind: 'find', pattern: '', found: [{ path: '/w/a.ts' }] });
  });

  it('forgets the oldest of many calls', () => {
    const decode = createCompatDecoder();
    for (let i = 0; i < 1_000; i++) decode(frame(`part_${i}`, `call_${i}`, { tool: 'glob', state: {} }));
    const toolOf = (call: string): string | undefined => {
      const event = decode(frame('part_x', call, { state: { status: 'completed', output: '/w/a.ts' } }));
      return event?.type === 'part.upserted' && event.part.type === 'tool' ? event.part.tool : undefined;
    };
    assert.deepEqual([toolOf('call_0'), toolOf('call_999')], ['', 'glob']);
  });
});
