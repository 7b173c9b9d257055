// Small builders of entities, so that a test says only what it is about.
import type {
  AssistantMessage,
  Session,
  TextPart,
  ToolPart,
  UserMessage,
} from '../../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../../src/shared/model/events.js';
import { messageId, partId, sessionId } from '../../../../src/shared/model/ids.js';
import { reduce } from '../../../../src/shared/model/reduce.js';
import { emptyState, type SandboxState } from '../../../../src/shared/model/state.js';

export const SES = sessionId('ses_one');

export const session = (more: Partial<Session> = {}): Session => ({
  id: SES,
  title: 'One',
  directory: '/w',
  created: 1,
  updated: 1,
  ...more,
});

export const user = (id: string, created: number, more: Partial<UserMessage> = {}): UserMessage => ({
  id: messageId(id),
  sessionId: SES,
  role: 'user',
  created,
  parts: [],
  ...more,
});

export const assistant = (id: string, created: number, more: Partial<AssistantMessage> = {}): AssistantMessage => ({
  id: messageId(id),
  sessionId: SES,
  role: 'assistant',
  created,
  parts: [],
  ...more,
});

export const text = (message: string, id: string, value: string, more: Partial<TextPart> = {}): TextPart => ({
  id: partId(id),
  sessionId: SES,
  messageId: messageId(message),
  type: 'text',
  text: value,
  ...more,
});

export const tool = (
  message: string,
  id: string,
  status: ToolPart['status'],
  more: Partial<ToolPart> = {},
): ToolPart => ({
  id: partId(id),
  sessionId: SES,
  messageId: messageId(message),
  type: 'tool',
  callId: `call_${id}`,
  tool: 'bash',
  call: more.tool === '' ? { kind: 'other', name: '', detail: '' } : { kind: 'command', command: '' },
  status,
  input: {},
  ...more,
});

export const delta = (message: string, part: string, value: string): AgentEvent => ({
  type: 'part.delta',
  sessionId: SES,
  messageId: messageId(message),
  partId: partId(part),
  delta: value,
});

export const upsert = (part: TextPart | ToolPart): AgentEvent => ({ type: 'part.upserted', part });
export const said = (message: UserMessage | AssistantMessage): AgentEvent => ({ type: 'message.upserted', message });

/** A state with the session there and its transcript open. */
export const opened: readonly AgentEvent[] = [
  { type: 'session.upserted', session: session() },
  { type: 'transcript.opened', sessionId: SES },
];

export const run = (events: readonly AgentEvent[], from: SandboxState = emptyState): SandboxState =>
  events.reduce(reduce, from);

export const messagesOf = (state: SandboxState) => state.transcripts.get(SES)?.messages ?? [];
/** All text of the transcript, parts joined by a bar. */
export const words = (state: SandboxState): string =>
  messagesOf(state)
    .flatMap((message) => message.parts.map((part) => ('text' in part ? part.text : part.type)))
    .join('|');
