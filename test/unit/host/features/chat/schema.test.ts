import assert from 'node:assert/strict';
import fc from 'fast-check';
import { eventReaders, requestReaders } from '../../../../../src/host/features/chat/schema.js';

describe('messages from a chat', () => {
  it('are accepted in each valid form', () => {
    const good: Readonly<Record<string, unknown>> = {
      ack: { seq: 3 },
      permission: { id: 'per_1', reply: 'once' },
      answer: { id: 'que_1', answers: [['a'], []] },
      openSession: { id: 'ses_1' },
      openPath: { path: 'src/a.ts', line: 3 },
      openDiff: { messageId: 'msg_1', partId: 'prt_1' },
      act: { id: 'retry' },
      draft: { text: '' },
    };
    for (const [name, data] of Object.entries(good))
      assert.deepEqual(eventReaders[name as keyof typeof eventReaders](data), data, name);
    const prompt = { text: 'hi', attachments: [{ kind: 'text', name: 'a', text: 'b', size: 1 }] };
    assert.deepEqual(requestReaders.send(prompt), prompt);
  });

  it('are refused if a field is missing, of another type, too long or no session', () => {
    const bad: readonly (readonly [keyof typeof eventReaders, unknown])[] = [
      ['ack', {}],
      ['ack', { seq: -1 }],
      ['ack', { seq: 1.5 }],
      ['permission', { id: 'per_1', reply: 'forever' }],
      ['permission', { id: 'per_1', reply: 'once', message: 7 }],
      ['answer', { id: 'que_1', answers: ['a'] }],
      ['openSession', { id: '../../etc' }],
      ['openLink', { href: 'x'.repeat(5_000) }],
      ['openPath', ['src']],
      ['draft', null],
      ['act', { id: 'constructor' }],
    ];
    for (const [name, data] of bad) assert.equal(eventReaders[name](data), undefined, JSON.stringify([name, data]));
  });

  it('keep only known, own fields', () => {
    assert.deepEqual(eventReaders.ack({ seq: 1, more: 2 }), { seq: 1 });
    assert.equal(eventReaders.ack(Object.create({ seq: 1 })), undefined);
    const hostile: unknown = JSON.parse('{"text":"a","attachments":[],"__proto__":{"polluted":true}}');
    assert.deepEqual(requestReaders.send(hostile), { text: 'a', attachments: [] });
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
  });

  it('never make the validation throw', () => {
    const readers = [...Object.values(eventReaders), ...Object.values(requestReaders)];
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withMap: true }), (value) => {
        for (const reader of readers) reader(value);
      }),
    );
  });
});
