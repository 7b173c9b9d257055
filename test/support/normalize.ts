// The visible content of a transcript, without times, ends and IDs.
import type { Message, Part } from '../../src/shared/model/entities.js';

const shown = (part: Part): unknown =>
  part.type === 'text' || part.type === 'reasoning'
    ? [part.type, part.text]
    : part.type === 'tool'
      ? [part.type, part.callId, part.tool, part.status, part.error ?? part.output ?? '']
      : [part.type];

/** The comparable part of a Sandbox Agent's transcript: its answers to GET have no times and ends. */
export const seen = (messages: readonly Message[]): unknown =>
  messages.map((message) => [message.id, message.role, message.parts.map(shown)]);
