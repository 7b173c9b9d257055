import assert from 'node:assert/strict';
import { messageId, sessionId } from '../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../src/shared/model/pending.js';
import { draftWith, moveOutgoing, outgoing, unlisted, type OutgoingPrompt } from '../../../src/webview/outgoing.js';

const one = (text: string, of: string | undefined, before: readonly string[] = []): OutgoingPrompt => ({
  sessionId: of,
  text,
  attachments: [],
  before: new Set(before.map(messageId)),
});
const pending = (id: string, text: string): PendingPrompt => ({
  sessionId: sessionId('ses_1'),
  messageId: messageId(id),
  partIds: [],
  text,
  attachments: [],
  created: 1,
  state: 'queued',
});

describe('a prompt that the host has not stored yet', () => {
  afterEach(() => void (outgoing.value = []));

  it('is part of the stored draft of its session, before newer text', () => {
    outgoing.value = [one('first', 'ses_1'), one('elsewhere', 'ses_2')];
    assert.deepEqual(
      [draftWith('ses_1', 'typed'), draftWith('ses_1', ''), draftWith(undefined, 'typed')],
      ['first\n\ntyped', 'first', 'typed'],
    );
  });

  it('is shown until the same text is pending, even if that text was pending before', () => {
    outgoing.value = [one('again', 'ses_1', ['msg_old'])];
    const texts = (list: readonly PendingPrompt[]) => unlisted('ses_1', list).map(({ text }) => text);
    assert.deepEqual(
      [texts([pending('msg_old', 'again')]), texts([pending('msg_old', 'again'), pending('msg_new', 'again')])],
      [['again'], []],
    );
  });

  it('moves from a draft session to the one that is created for it', () => {
    outgoing.value = [one('first', undefined)];
    moveOutgoing(undefined, 'ses_1');
    assert.deepEqual([unlisted(undefined, []).length, unlisted('ses_1', []).length], [0, 1]);
  });
});
