import assert from 'node:assert/strict';
import type { FilePart } from '../../../../src/shared/model/entities.js';
import { messageId, partId } from '../../../../src/shared/model/ids.js';
import { resend } from '../../../../src/shared/model/resend.js';
import { SES, text, user } from './build.js';

const file = (id: string, more: Partial<FilePart>): FilePart => ({
  id: partId(id),
  sessionId: SES,
  messageId: messageId('msg_a'),
  type: 'file',
  mime: 'image/png',
  url: '',
  ...more,
});

describe('a prompt to resend', () => {
  it('has the text with all attachments, and nothing that the server added', () => {
    const message = user('msg_a', 1, {
      parts: [
        text('msg_a', 'prt_1', 'Look at this'),
        text('msg_a', 'prt_2', 'größer', { context: 'a.ts:3' }),
        text('msg_a', 'prt_3', 'content of the file', { synthetic: true }),
        file('prt_4', { filename: 'dot.png', url: 'data:image/png;base64,AAECAw==' }),
        file('prt_5', { mime: 'text/plain', url: 'file:///w/b.ts', path: '/w/b.ts' }),
        { id: partId('prt_6'), sessionId: SES, messageId: messageId('msg_a'), type: 'agent', name: 'general' },
      ],
    });
    assert.deepEqual(resend(message), {
      text: 'Look at this',
      attachments: [
        { kind: 'text', name: 'a.ts:3', text: 'größer', size: 8 },
        { kind: 'content', name: 'dot.png', mime: 'image/png', data: 'AAECAw==', size: 4 },
        { kind: 'sandboxFile', name: '/w/b.ts', path: '/w/b.ts', mime: 'text/plain', size: 0 },
        { kind: 'agent', name: 'general', size: 0 },
      ],
    });
  });

  it('leaves out a file whose content is not known', () => {
    const parts = [text('msg_a', 'prt_1', 'x'), file('prt_2', { url: '' }), file('prt_3', { url: 'https://a/b.png' })];
    assert.deepEqual(resend(user('msg_a', 1, { parts })), { text: 'x', attachments: [] });
  });
});
