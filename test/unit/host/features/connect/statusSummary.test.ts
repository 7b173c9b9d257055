import assert from 'node:assert/strict';
import { summarize, type Facts } from '../../../../../src/host/features/connect/statusSummary.js';
import type { ConnectionPhase } from '../../../../../src/shared/chat.js';
import type { AgentEvent } from '../../../../../src/shared/model/events.js';
import { requestId, sandboxId, sessionId, type SessionId } from '../../../../../src/shared/model/ids.js';
import { countWork, type Counts } from '../../../../../src/shared/model/select.js';
import { run, session } from '../../../shared/model/build.js';

const A = sessionId('ses_a');
const CHILD = sessionId('ses_child');
const busy = (id: SessionId): AgentEvent => ({ type: 'session.status', sessionId: id, status: { type: 'busy' } });
const asks = (id: SessionId): AgentEvent => ({
  type: 'request.opened',
  request: { type: 'question', id: requestId('que_1'), sessionId: id, questions: [] },
});
const sandbox = (name: string, events: readonly AgentEvent[] = [], phase: ConnectionPhase = 'connected'): Facts => ({
  profile: { id: sandboxId(name.toLowerCase()), name },
  connection: { phase },
  store: {
    state: run([
      { type: 'session.upserted', session: session({ id: A }) },
      { type: 'session.upserted', session: session({ id: CHILD, parentId: A }) },
      ...events,
    ]),
  },
});

const countsOf = ({ store, connection }: Facts): Counts => countWork(store.state, connection.phase);

describe('the numbers on the status bar', () => {
  it('belong to the sandbox whose name is shown beside them', () => {
    const testSandbox = sandbox('Box', [busy(A)]);
    assert.deepEqual(summarize([testSandbox], testSandbox), { name: 'Box', running: 1, waiting: 0, first: undefined });
  });

  it('have no name beside them if they belong to several sandboxes or to another one', () => {
    const [idle, other] = [sandbox('Idle'), sandbox('Other', [busy(A), asks(A)])];
    const { name, running, waiting } = summarize([idle, other], idle);
    assert.deepEqual({ name, running, waiting }, { name: undefined, running: 0, waiting: 1 });
    assert.equal(summarize([idle, other], other).name, 'Other');
  });

  it('count nothing if the sandbox is unreachable', () => {
    for (const phase of ['offline', 'refused', 'disconnected', 'sleeping'] as const)
      assert.deepEqual(countsOf(sandbox('Box', [busy(A), asks(A)], phase)), { running: 0, waiting: 0 }, phase);
  });

  it('count a sub-agent’s work for its session, and a session that asks as waiting only', () => {
    assert.deepEqual(countsOf(sandbox('Box', [busy(A), busy(CHILD)])), { running: 1, waiting: 0 });
    assert.deepEqual(countsOf(sandbox('Box', [busy(A), busy(CHILD), asks(CHILD)])), { running: 0, waiting: 1 });
  });

  it('open the waiting request in the chat of the top-level session', () => {
    const [idle, other] = [sandbox('Idle'), sandbox('Other', [busy(CHILD), asks(CHILD)])];
    assert.deepEqual(summarize([idle, other], idle).first, { sandboxId: 'other', sessionId: A });
  });
});
