import assert from 'node:assert/strict';
import { filterEvent } from '../../../../../src/host/features/chat/filterEvents.js';
import type { AgentEvent } from '../../../../../src/shared/model/events.js';
import { requestId, sessionId } from '../../../../../src/shared/model/ids.js';
import { delta, SES, session, text, user } from '../../../shared/model/build.js';

const OTHER = sessionId('ses_other');
const own = new Set([SES]);
const other = new Set([OTHER]);

describe('the events that a chat receives', () => {
  const events: readonly AgentEvent[] = [
    { type: 'session.upserted', session: session() },
    { type: 'message.upserted', message: user('msg_1', 1) },
    { type: 'part.upserted', part: text('msg_1', 'prt_1', 'a') },
    delta('msg_1', 'prt_1', 'b'),
    { type: 'session.status', sessionId: SES, status: { type: 'busy' } },
    { type: 'request.closed', sessionId: SES, requestId: requestId('per_1') },
    { type: 'transcript.opened', sessionId: SES },
  ];
  for (const event of events)
    it(`include ${event.type} of its session and not of another`, () => {
      assert.equal(filterEvent(event, own), event);
      assert.equal(filterEvent(event, other), undefined);
    });

  it('include its own part of a snapshot', () => {
    const event: AgentEvent = {
      type: 'snapshot.loaded',
      sessions: [session(), session({ id: OTHER })],
      status: [
        [SES, { type: 'busy' }],
        [OTHER, { type: 'busy' }],
      ],
      requests: [],
    };
    assert.deepEqual(filterEvent(event, own), {
      type: 'snapshot.loaded',
      sessions: [session()],
      status: [[SES, { type: 'busy' }]],
      requests: [],
    });
  });

  it('include failures of the whole sandbox', () => {
    const event: AgentEvent = { type: 'session.failed', error: { name: 'E', message: 'm' } };
    assert.equal(filterEvent(event, own), event);
  });

  it('never include remote control', () => {
    const event: AgentEvent = { type: 'remote.control', control: { kind: 'append', text: 'x' } };
    assert.equal(filterEvent(event, own), undefined);
  });
});
