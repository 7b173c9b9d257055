import assert from 'node:assert/strict';
import { toJson, toMarkdown } from '../../../../../src/host/features/chat/transcript.js';
import { assistant, session, text, tool, user } from '../../../shared/model/build.js';

describe('an exported transcript', () => {
  const messages = [
    user('msg_1', 0, {
      parts: [text('msg_1', 'prt_1', 'Say hi'), text('msg_1', 'prt_2', 'hidden', { synthetic: true })],
    }),
    assistant('msg_2', 1000, {
      agent: 'build',
      model: { providerId: 'p', modelId: 'm1' },
      parts: [
        text('msg_2', 'prt_3', 'Hi. ```x```'),
        tool('msg_2', 'prt_4', 'completed', { input: { command: 'ls' }, output: '```\nfence\n```', title: 'List' }),
      ],
      error: { name: 'E', message: 'it broke' },
    }),
  ];

  it('contains messages, tools with their input and output, and errors', () => {
    const markdown = toMarkdown(session({ title: 'A title', cost: 0.04 }), messages);
    assert.match(markdown, /^# A title\n/);
    assert.match(markdown, /cost \$0\.04/);
    assert.match(markdown, /## User\n\n\*1970-01-01T00:00:00\.000Z\*\n\nSay hi\n/);
    assert.match(markdown, /## Agent · build · m1/);
    assert.match(markdown, /\*\*bash\*\*: List \(completed\)/);
    assert.match(markdown, /"command": "ls"/);
    assert.match(markdown, /\*\*Error:\*\* it broke/);
  });

  it('leaves out synthetic parts of the server', () => {
    assert.doesNotMatch(toMarkdown(session(), messages), /hidden/);
  });

  it('fences output that contains fences', () => {
    assert.match(toMarkdown(session(), messages), /\n````\n```\nfence\n```\n````\n/);
  });

  it('is complete as JSON', () => {
    const back: unknown = JSON.parse(toJson(session(), messages));
    assert.deepEqual(back, JSON.parse(JSON.stringify({ session: session(), messages })));
  });
});
