import type { AgentEvent } from '../../../shared/model/events.js';
import type { ToolPart } from '../../../shared/model/entities.js';
import { toolCall } from '../opencode1/toolCalls.js';
import { withDraft } from './draftTitle.js';
import { decodeFrame } from '../opencode1/events.js';

/** Number of calls whose tool names are remembered. */
const MAX_CALLS = 200;

/** Returns a function that adds the tool's name to updates without one, so that their output can be decoded. */
function createCallMemory(): (part: ToolPart) => ToolPart {
  const tools = new Map<string, string>();
  return (part) => {
    if (part.tool !== '') {
      tools.set(part.callId, part.tool);
      const [oldest] = tools.keys();
      if (tools.size > MAX_CALLS && oldest !== undefined) tools.delete(oldest);
      return part;
    }
    const tool = tools.get(part.callId);
    return tool === undefined ? part : { ...part, tool, call: toolCall(tool, part) };
  };
}

/**
 * Decodes Sandbox Agent's variant of the protocol: its events are flat on both streams, its tool updates contain
 * neither the tool's name nor the input and have a second part ID (the state merges them by the call ID), and its
 * statuses are those of ACP (decoded like the others). Its assistant messages have a meaningless `finish: "stop"` from
 * the start.
 */
export function createCompatDecoder(): (data: string) => AgentEvent | undefined {
  const named = createCallMemory();
  return (data) => {
    const event = decodeFrame(data);
    if (event?.type === 'session.upserted') return { ...event, session: withDraft(event.session) };
    if (event?.type === 'part.upserted' && event.part.type === 'tool') return { ...event, part: named(event.part) };
    if (event?.type !== 'message.upserted' || event.message.role !== 'assistant') return event;
    const { finish: _, cost: _cost, tokens: _tokens, ...message } = event.message;
    return { type: 'message.upserted', message };
  };
}
