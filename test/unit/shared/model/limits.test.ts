import assert from 'node:assert/strict';
import { MAX_ORPHANS, MAX_REQUESTS, MAX_TEXT } from '../../../../src/shared/model/limits.js';
import { requestId, sessionId } from '../../../../src/shared/model/ids.js';
import { assistant, delta, messagesOf, opened, run, said, SES, text, upsert } from './build.js';

const other = sessionId('ses_unopened');

describe('unlimited data of a server', () => {
  it('is limited for texts, early parts and requests', () => {
    const piece = 'x'.repeat(1024 * 1024);
    const written = run([
      ...opened,
      said(assistant('m', 1)),
      upsert(text('m', 'p', '', { start: 1 })),
      ...Array.from({ length: 6 }, () => delta('m', 'p', piece)),
    ]);
    const part = messagesOf(written)[0]?.parts[0];
    assert.equal(part?.type === 'text' ? part.text.length : 0, MAX_TEXT);
    const early = Array.from({ length: MAX_ORPHANS + 50 }, (_, i) => upsert(text(`m${i}`, `p${i}`, 'early')));
    assert.equal(run([...opened, ...early]).transcripts.get(SES)?.orphans.length, MAX_ORPHANS);
    const requests = Array.from({ length: MAX_REQUESTS + 50 }, (_, i) => ({
      type: 'request.opened' as const,
      request: {
        type: 'permission' as const,
        id: requestId(`per_${i}`),
        sessionId: other,
        permission: 'bash',
        patterns: [],
        always: [],
        call: { kind: 'command' as const, command: '' },
      },
    }));
    assert.equal(run(requests).requests.length, MAX_REQUESTS);
  });

  it('is kept as lists of opened sessions only, and released with the transcript', () => {
    const all = [SES, other].map((id) => ({ type: 'todos.updated' as const, sessionId: id, todos: [] }));
    const state = run([...opened, ...all]);
    assert.deepEqual([...state.todos.keys()], [SES]);
    const closed = run([{ type: 'transcript.closed', sessionId: SES }], state);
    assert.deepEqual(closed.todos.size, 0);
  });
});
