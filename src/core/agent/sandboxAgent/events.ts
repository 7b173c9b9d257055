import type { AgentEvent } from '../../../shared/model/events.js';
import { withDraft } from './draftTitle.js';
import { decodeFrame } from '../opencode1/events.js';

/**
 * Sandbox Agent's accent of the same wire: its events are flat on both streams, its tool updates name neither tool nor
 * input and come under a second part id (state merges them by the call), and its statuses are those of ACP
 * (read like the others). Its assistant messages say `finish: "stop"` from the start: that means nothing.
 */
export function decodeCompatFrame(data: string): AgentEvent | undefined {
  const event = decodeFrame(data);
  if (event?.type === 'session.upserted') return { ...event, session: withDraft(event.session) };
  if (event?.type !== 'message.upserted' || event.message.role !== 'assistant') return event;
  const { finish: _, cost: _cost, tokens: _tokens, ...message } = event.message;
  return { type: 'message.upserted', message };
}
