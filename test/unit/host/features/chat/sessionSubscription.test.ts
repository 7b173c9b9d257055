import assert from 'node:assert/strict';
import { createSandbox } from '../../../../../src/core/sandbox/createSandbox.js';
import { subscribe } from '../../../../../src/host/features/chat/sessionSubscription.js';
import type { AgentEvent } from '../../../../../src/shared/model/events.js';
import { sandboxId, sessionId } from '../../../../../src/shared/model/ids.js';
import { createTestClock } from '../../../../support/clock.js';
import { fakeSession } from '../../../../support/fakeServer.js';
import { silentLogger } from '../../../../support/silentLogger.js';

describe('a chat whose agent starts sub-agents', () => {
  it('subscribes to each once, without reentrant listeners', async () => {
    const errors: string[] = [];
    const logger = { ...silentLogger, error: (line: string) => void errors.push(line) };
    const sandbox = createSandbox({
      profile: { id: sandboxId('box'), name: 'box', kind: 'opencode', url: 'https://box.example' } as never,
      fetch: async () => new Response(null, { status: 503 }),
      logger,
      clock: createTestClock(),
      credentials: async () => undefined,
      consent: () => true,
      outbox: { claim: () => ({ prompts: [], others: false }), save: async () => {} },
    });
    const opened: string[] = [];
    const counted = {
      ...sandbox,
      store: sandbox.store,
      openTranscript(id: ReturnType<typeof sessionId>) {
        opened.push(id);
        return sandbox.openTranscript(id);
      },
    };
    const told: AgentEvent[] = [];
    const top = sessionId('ses_top');
    sandbox.store.dispatch([{ type: 'session.upserted', session: fakeSession('ses_top') }]);
    sandbox.store.flush();
    const subscription = subscribe(counted, top, logger, {
      events: (events) => void told.push(...events),
      reset() {},
      connection() {},
      pending() {},
      changes() {},
      title() {},
      gone() {},
    });
    for (const name of ['ses_x', 'ses_y'])
      sandbox.store.dispatch([
        { type: 'session.upserted', session: fakeSession(name, { parentId: top }) },
        { type: 'session.status', sessionId: sessionId(name), status: { type: 'busy' } },
      ]);
    sandbox.store.flush();
    assert.deepEqual([opened.toSorted(), errors], [['ses_top', 'ses_x', 'ses_y'], []]);
    assert.deepEqual(
      told.map(({ type }) => type),
      [
        'session.upserted',
        'session.status',
        'session.upserted',
        'session.status',
        'transcript.opened',
        'transcript.opened',
      ],
    );
    subscription.dispose();
    sandbox.dispose();
  });
});
