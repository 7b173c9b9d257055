import type { ToolPart } from '../../../../shared/model/entities.js';
import type { AgentEvent } from '../../../../shared/model/events.js';
import { object, text } from '../../opencode1/read.js';
import { partOf, type Place } from '../entities/partId.js';
import { toolCall, type ToolState } from '../entities/toolPart.js';
import { ofAnswer, readers, type AnswerReader, type WireEvent } from './reader.js';

const callOf = ({ data, memory }: WireEvent, place: Place): { callId: string; before: ToolPart | undefined } => {
  const callId = text(data, 'id') ?? '';
  return { callId, before: memory.calls.get(partOf(place, 'tool', callId).id) };
};

/** Updates a call; fields that the event omits are kept. */
function put(
  event: WireEvent,
  place: Place,
  change: { readonly tool?: string | undefined; readonly input?: ToolPart['input'] },
  state: ToolState,
  value: unknown = {},
): ToolPart {
  const { callId, before } = callOf(event, place);
  const { tool = before?.tool ?? '', input = before?.input ?? {} } = change;
  const part = toolCall(place, { callId, tool, input }, { ...state, start: state.start ?? before?.start }, value);
  if (tool !== '') event.memory.calls.set(part.id, part);
  return part;
}

/** A call whose beginning was missed has no name, without which its output cannot be decoded: load its message instead. */
function partUpdate({ memory }: WireEvent, part: ToolPart): AgentEvent | undefined {
  if (part.tool !== '') return { type: 'part.upserted', part };
  memory.missing(part.sessionId, part.messageId);
  return undefined;
}

const over =
  (status: 'completed' | 'error'): AnswerReader =>
  (event, place) => {
    const part = put(event, place, {}, { status, end: event.created }, event.data);
    event.memory.calls.delete(part.id);
    if (part.outcome === 'rejected' || part.outcome === 'dismissed') event.memory.ended.set(place.messageId, true);
    return partUpdate(event, part);
  };

/** Events about tool calls. */
export const toolReaders = readers<AnswerReader>(ofAnswer, {
  'session.tool.input.started': (event, place) =>
    partUpdate(event, put(event, place, { tool: text(event.data, 'name') }, { status: 'pending' })),
  'session.tool.called': (event, place) =>
    partUpdate(
      event,
      put(event, place, { input: object(event.data, 'input') }, { status: 'running', start: event.created }),
    ),
  'session.tool.progress': (event, place) =>
    partUpdate(event, put(event, place, {}, { status: 'running' }, event.data)),
  'session.tool.success': over('completed'),
  'session.tool.failed': over('error'),
});
