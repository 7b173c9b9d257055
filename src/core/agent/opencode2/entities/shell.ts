import type { AssistantMessage } from '../../../../shared/model/entities.js';
import { defined, field, number, text } from '../../opencode1/read.js';
import type { Place } from './partId.js';
import { toolCall } from './toolPart.js';

/** A command that the user ran, as a message with one call; `value` is an entry of a message list. */
export function shellMessage(place: Place, created: number, value: unknown): AssistantMessage {
  const ended = number(field(value, 'time'), 'completed');
  const callId = text(value, 'shellID') ?? '';
  const status = text(value, 'status') ?? '';
  const printed = text(field(value, 'output'), 'output');
  const call = toolCall(
    place,
    { callId, tool: 'shell', input: { command: text(value, 'command') ?? '' } },
    { status: status === 'running' ? 'running' : 'completed', start: created, end: ended },
    {
      content: printed === undefined ? [] : [{ type: 'text', text: printed }],
      metadata: defined({ exit: number(value, 'exit'), status, shellID: status === 'running' ? callId : undefined }),
    },
  );
  return defined({
    id: place.messageId,
    sessionId: place.sessionId,
    role: 'assistant' as const,
    created,
    completed: ended ?? created,
    finish: 'stop',
    parts: [call],
  });
}
