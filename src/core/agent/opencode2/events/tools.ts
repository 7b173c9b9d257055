import type { ToolPart } from '../../../../shared/model/entities.js';
import type { AgentEvent } from '../../../../shared/model/events.js';
import { object, text } from '../../opencode1/read.js';
import { partOf, type Place } from '../entities/partId.js';
import { toolCall, type ToolState } from '../entities/toolPart.js';
import { ofAnswer, readers, type AnswerReader, type Said } from './said.js';

const callOf = ({ data, memory }: Said, place: Place): { callId: string; before: ToolPart | undefined } => {
  const callId = text(data, 'id') ?? '';
  return { callId, before: memory.calls.get(partOf(place, 'tool', callId).id) };
};

/** Updates a call; fields that the event omits are kept. */
function put(
  said: Said,
  place: Place,
  change: { readonly tool?: string | undefined; readonly input?: ToolPart['input'] },
  state: ToolState,
  value: unknown = {},
): ToolPart {
  const { callId, before } = callOf(said, place);
  const { tool = before?.tool ?? '', input = before?.input ?? {} } = change;
  const part = toolCall(place, { callId, tool, input }, { ...state, start: state.start ?? before?.start }, value);
  if (tool !== '') said.memory.calls.set(part.id, part);
  return part;
}

/** A call whose beginning was missed has no name, without which its output cannot be decoded: load its message instead. */
function told({ memory }: Said, part: ToolPart): AgentEvent | undefined {
  if (part.tool !== '') return { type: 'part.upserted', part };
  memory.missing(part.sessionId, part.messageId);
  return undefined;
}

const over =
  (status: 'completed' | 'error'): AnswerReader =>
  (said, place) => {
    const part = put(said, place, {}, { status, end: said.created }, said.data);
    said.memory.calls.delete(part.id);
    if (part.outcome === 'rejected' || part.outcome === 'dismissed') said.memory.ended.set(place.messageId, true);
    return told(said, part);
  };

/** Events about tool calls. */
export const toolReaders = readers<AnswerReader>(ofAnswer, {
  'session.tool.input.started': (said, place) =>
    told(said, put(said, place, { tool: text(said.data, 'name') }, { status: 'pending' })),
  'session.tool.called': (said, place) =>
    told(said, put(said, place, { input: object(said.data, 'input') }, { status: 'running', start: said.created })),
  'session.tool.progress': (said, place) => told(said, put(said, place, {}, { status: 'running' }, said.data)),
  'session.tool.success': over('completed'),
  'session.tool.failed': over('error'),
});
