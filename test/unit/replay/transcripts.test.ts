// The transcript of each recording; a change here is a change for every user. UPDATE=1 accepts it.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Message, Part } from '../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../src/shared/model/events.js';
import { coalesce } from '../../../src/shared/model/coalesce.js';
import { reduce } from '../../../src/shared/model/reduce.js';
import { emptyState } from '../../../src/shared/model/state.js';
import { recordings, type Recording } from '../../support/recordings.js';

const file = 'test/fixtures/transcripts.txt';
const short = (text: string): string => {
  const line = JSON.stringify(text);
  return line.length > 100 ? `${line.slice(0, 80)}… (${text.length})` : line;
};

function partLine(part: Part): string {
  if (part.type === 'text' || part.type === 'reasoning') return `${part.type} ${short(part.text)}`;
  if (part.type === 'tool')
    return `tool ${part.tool} ${part.outcome ?? part.status}${part.error === undefined ? '' : ` ${short(part.error)}`} → ${short(part.output ?? '')}`;
  if (part.type === 'file') return `file ${part.mime} ${part.filename ?? ''}`;
  return part.type;
}

const messageLines = (message: Message): string[] => [
  `  ${message.role}${message.role === 'assistant' && message.error !== undefined ? ` ✗ ${message.error.name}` : ''}`,
  ...message.parts.map((part) => `    ${partLine(part)}`),
];

function print({ name, events }: Recording): string {
  const ids = [...new Set(events.flatMap((event) => (event.type === 'session.upserted' ? [event.session.id] : [])))];
  const opened = ids.map((sessionId): AgentEvent => ({ type: 'transcript.opened', sessionId }));
  const state = coalesce([...opened, ...events]).reduce(reduce, emptyState);
  const sessions = [...state.transcripts].flatMap(([id, { messages }], index) => [
    ` session ${index + 1}${state.sessions.get(id)?.parentId === undefined ? '' : ' (sub-agent)'} ${state.status.get(id)?.type ?? 'idle'}`,
    ...messages.flatMap(messageLines),
  ]);
  return [`${name} (${events.length} events)`, ...sessions].join('\n');
}

describe('transcripts of recorded streams', () => {
  it('equal the approved ones', () => {
    const text = `${recordings().map(print).join('\n\n')}\n`;
    if (process.env['UPDATE'] === '1') writeFileSync(file, text);
    assert.deepEqual(text.split('\n'), readFileSync(file, 'utf8').split('\n'));
  });
});
