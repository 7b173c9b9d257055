import assert from 'node:assert/strict';
import '../../support/webviewApi.js';
import type { ChatSnapshot } from '../../../src/shared/chat.js';
import type { InboxEntry, SessionStatus } from '../../../src/shared/model/entities.js';
import { messageId, sessionId } from '../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../src/shared/model/pending.js';
import { emptyState } from '../../../src/shared/model/state.js';
import { outgoing } from '../../../src/webview/outgoing.js';
import { frame, pending, sandboxState, status } from '../../../src/webview/state.js';
import { isParked, sending, waiting } from '../../../src/webview/waiting.js';

const SES = sessionId('ses_1');
const here = (text: string, more: Partial<PendingPrompt> = {}): PendingPrompt => ({
  sessionId: SES,
  messageId: messageId(`msg_${text}`),
  partIds: [],
  text,
  attachments: [],
  created: 1,
  state: 'queued',
  ...more,
});
const there = (text: string, more: Partial<InboxEntry> = {}): InboxEntry => ({
  id: messageId(`msg_${text}`),
  sessionId: SES,
  kind: 'prompt',
  delivery: 'queue',
  text,
  attachments: [],
  created: 1,
  ...more,
});

const show = (at: {
  readonly type: SessionStatus['type'] & ('idle' | 'busy');
  readonly here?: readonly PendingPrompt[];
  readonly there?: readonly InboxEntry[];
  readonly phase?: 'connected' | 'offline';
}): void => {
  frame.value = { sessionId: SES, connection: { phase: at.phase ?? 'connected' } } as ChatSnapshot;
  status.value = { type: at.type };
  pending.value = at.here ?? [];
  sandboxState.value = { ...emptyState, inbox: new Map([[SES, at.there ?? []]]) };
};
const listed = (): readonly string[] => waiting.value.map(({ text }) => text);
const inConversation = (): readonly string[] => sending.value.map(({ text }) => text);

describe('the list of waiting prompts', () => {
  afterEach(() => {
    outgoing.value = [];
    show({ type: 'idle' });
    frame.value = undefined;
  });

  it('has prompts that wait on the server and locally, each once, first those for the running turn', () => {
    show({
      type: 'busy',
      there: [there('server'), there('now', { delivery: 'steer' }), there('note', { kind: 'note' })],
      here: [here('server'), here('local')],
    });
    assert.deepEqual([listed(), inConversation()], [['now', 'server', 'local'], []]);
  });

  it('excludes prompts that are being sent, wait for the connection, or were refused', () => {
    show({ type: 'idle', here: [here('one')] });
    assert.deepEqual([listed(), inConversation()], [[], ['one']]);
    show({ type: 'busy', here: [here('one')], phase: 'offline' });
    assert.deepEqual([listed(), inConversation()], [[], ['one']]);
    show({ type: 'busy', here: [here('one', { state: 'failed' })] });
    assert.deepEqual([listed(), inConversation()], [[], ['one']]);
  });

  it('shows a prompt at once that is sent while a turn runs', () => {
    show({ type: 'busy' });
    outgoing.value = [{ sessionId: SES, text: 'one', attachments: [], before: new Set() }];
    assert.deepEqual(listed(), ['one']);
  });

  it('shows commands as they were typed', () => {
    show({ type: 'busy', here: [here('the docs', { command: 'review' })] });
    assert.deepEqual(listed(), ['/review the docs']);
  });

  it('offers to continue if a stop left prompts waiting', () => {
    show({ type: 'busy', there: [there('one')] });
    assert.equal(isParked.value, false);
    show({ type: 'idle', there: [there('one')] });
    assert.equal(isParked.value, true);
    show({ type: 'idle', here: [here('one', { held: true })] });
    assert.deepEqual([isParked.value, listed()], [true, ['one']]);
    show({ type: 'idle' });
    assert.equal(isParked.value, false);
  });
});
