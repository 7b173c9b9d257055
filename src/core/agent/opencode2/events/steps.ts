import type { AssistantMessage, Part } from '../../../../shared/model/entities.js';
import type { AgentEvent } from '../../../../shared/model/events.js';
import { messageId } from '../../../../shared/model/ids.js';
import { tokens } from '../../opencode1/entities/turn.js';
import { defined, field, number, text } from '../../opencode1/read.js';
import { modelRef } from '../entities/catalog.js';
import { summaryMessage } from '../entities/message.js';
import { partOf, type Place } from '../entities/partId.js';
import { fileNames, patchPart, reasoningPart, textPart } from '../entities/parts.js';
import { messageOfEvent } from '../entities/prompt.js';
import { shellMessage } from '../entities/shell.js';
import { turnError } from '../entities/turn.js';
import { ofAnswer, ofSession, readers, type AnswerReader, type WireEvent, type SessionReader } from './reader.js';

/** Limit of listed files of one step. */
const MAX_LISTED_FILES = 200;

const upserted = (message: AssistantMessage): AgentEvent => ({ type: 'message.upserted', message });
const part = (value: Part): AgentEvent => ({ type: 'part.upserted', part: value });
const ordinalOf = ({ data }: WireEvent): number => number(data, 'ordinal') ?? 0;

const started: AnswerReader = ({ data, memory, created }, place) => {
  const isPromptUnread = memory.unread.has(place.sessionId);
  // Read after the prompt, it has the prompt that it answers.
  if (isPromptUnread) memory.missing(place.sessionId, place.messageId);
  const head: AssistantMessage = defined({
    id: place.messageId,
    sessionId: place.sessionId,
    role: 'assistant' as const,
    created: number(data, 'started') ?? created,
    agent: text(data, 'agent'),
    model: modelRef(field(data, 'model')),
    parentId: isPromptUnread ? undefined : memory.prompts.get(place.sessionId),
    parts: [],
  });
  // After a retry, the same step starts again, and keeps its first start time.
  const before = memory.heads.get(place.messageId);
  const kept = before === undefined ? head : { ...head, created: before.created };
  memory.heads.set(place.messageId, kept);
  return [{ type: 'session.status', sessionId: place.sessionId, status: { type: 'busy' } }, upserted(kept)];
};

/** Decodes the end of a step; if its beginning was missed, the message is loaded instead. */
function ended({ data, memory, created }: WireEvent, place: Place, finish: string | undefined): readonly AgentEvent[] {
  const { sessionId, messageId: id } = place;
  const head = memory.heads.get(id);
  if (head === undefined) memory.missing(sessionId, id);
  const error = memory.ended.has(id) ? undefined : turnError(field(data, 'error'));
  const files = fileNames(data);
  const patch = patchPart(place, text(data, 'snapshot'), files);
  memory.heads.delete(id);
  memory.ended.delete(id);
  if (files.length > 0) memory.changed.set(sessionId, true);
  const end = { completed: created, finish, error, cost: number(data, 'cost'), tokens: tokens(field(data, 'tokens')) };
  return [
    ...(patch === undefined ? [] : [part(patch)]),
    ...(head === undefined ? [] : [upserted(defined({ ...head, ...end }))]),
    ...files.slice(0, MAX_LISTED_FILES).map((path): AgentEvent => ({ type: 'file.edited', path })),
  ];
}

const delta =
  (kind: 'text' | 'reasoning'): AnswerReader =>
  (event, place) => {
    const more = text(event.data, 'delta');
    if (more === undefined) return undefined;
    const { id, ...where } = partOf(place, kind, ordinalOf(event));
    return { type: 'part.delta', ...where, partId: id, delta: more };
  };

const answers = readers<AnswerReader>(ofAnswer, {
  'session.step.started': started,
  'session.step.ended': (event, place) => ended(event, place, text(event.data, 'finish')),
  'session.step.failed': (event, place) => ended(event, place, text(event.data, 'finish') ?? 'error'),
  'session.text.started': (event, place) => part(textPart(place, ordinalOf(event), '', false)),
  'session.text.delta': delta('text'),
  'session.text.ended': (event, place) => part(textPart(place, ordinalOf(event), text(event.data, 'text') ?? '', true)),
  'session.reasoning.started': (event, place) => {
    const begun = reasoningPart(place, ordinalOf(event), '', { start: event.created });
    event.memory.begins.set(begun.id, event.created);
    return part(begun);
  },
  'session.reasoning.delta': delta('reasoning'),
  'session.reasoning.ended': (event, place) => {
    const { id } = partOf(place, 'reasoning', ordinalOf(event));
    const start = event.memory.begins.get(id) ?? event.created;
    const words = text(event.data, 'text') ?? '';
    return part(reasoningPart(place, ordinalOf(event), words, { start, end: event.created }));
  },
});

/** The message of a summary has the ID of the inbox entry that requested it, or of the event that started it. */
const compactionStarted: SessionReader = ({ data, memory, eventId, created, sessionId }) => {
  const input = text(data, 'inputID');
  const id = input === undefined ? messageOfEvent(eventId) : messageId(input);
  const head = summaryMessage({ sessionId, messageId: id }, created, {}, false);
  memory.heads.set(id, head);
  memory.compactions.set(sessionId, id);
  return [
    { type: 'inbox.removed', sessionId, messageId: id },
    { type: 'message.upserted', message: { ...head, parts: [] } },
    ...head.parts.map(part),
  ];
};

const compactionOver: SessionReader = ({ data, memory, created, sessionId }) => {
  const input = text(data, 'inputID');
  const id = input === undefined ? memory.compactions.get(sessionId) : messageId(input);
  if (id === undefined) return undefined;
  const begun = memory.heads.get(id)?.created ?? created;
  memory.heads.delete(id);
  const message = summaryMessage({ sessionId, messageId: id }, begun, data, true);
  return [{ type: 'message.upserted', message: { ...message, parts: [] } }, ...message.parts.map(part)];
};

/**
 * The start of a user's command, which identifies its message. The event may report a quick command as ended before its
 * output is known.
 */
const shellStarted: SessionReader = ({ data, memory, eventId, created, sessionId }) => {
  const info = field(data, 'shell');
  const id = messageOfEvent(eventId);
  memory.commands.set(text(info, 'id') ?? '', { messageId: id, created });
  return shellEvents({ sessionId, messageId: id }, created, info, { status: 'running' });
};

const shellEnded: SessionReader = ({ data, memory, created, sessionId }) => {
  const info = field(data, 'shell');
  const known = memory.commands.get(text(info, 'id') ?? '');
  if (known === undefined) return undefined;
  const { messageId: id, created: begun } = known;
  const shown = shellEvents({ sessionId, messageId: id }, begun, info, {
    status: text(info, 'status') ?? '',
    exit: number(info, 'exit'),
    output: field(data, 'output') ?? null,
    time: { completed: created },
  });
  return memory.working.has(sessionId) ? shown.slice(1) : shown;
};

/** The status of the session, followed by the message of the command. */
function shellEvents(place: Place, begun: number, info: unknown, state: object): readonly AgentEvent[] {
  const message = shellMessage(place, begun, { shellID: text(info, 'id'), command: text(info, 'command'), ...state });
  const isOver = 'time' in state;
  return [
    { type: 'session.status', sessionId: place.sessionId, status: { type: isOver ? 'idle' : 'busy' } },
    { type: 'message.upserted', message: { ...message, parts: [] } },
    ...message.parts.map(part),
  ];
}

/** Events about output of the model, summaries and commands of the user. */
export const stepReaders = {
  ...answers,
  ...readers<SessionReader>(ofSession, {
    'session.compaction.started': compactionStarted,
    'session.compaction.delta': ({ data, memory, sessionId }) => {
      const id = memory.compactions.get(sessionId);
      const more = text(data, 'text');
      if (id === undefined || more === undefined) return undefined;
      const { id: partId, ...where } = partOf({ sessionId, messageId: id }, 'text', 0);
      return { type: 'part.delta', ...where, partId, delta: more };
    },
    'session.compaction.ended': compactionOver,
    'session.compaction.failed': compactionOver,
    'session.shell.started': shellStarted,
    'session.shell.ended': shellEnded,
  }),
};
