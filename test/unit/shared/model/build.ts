// Builders of entities, so that a test names only what matters to it.
import type {
  AssistantMessage,
  PermissionRequest,
  Session,
  TextPart,
  ToolPart,
  UserMessage,
} from '../../../../src/shared/model/entities.js';
import type { AgentEvent } from '../../../../src/shared/model/events.js';
import { messageId, partId, requestId, sessionId } from '../../../../src/shared/model/ids.js';
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

export const status = (type: 'busy' | 'idle'): AgentEvent => ({
  type: 'session.status',
  sessionId: SES,
  status: { type },
});

/** The newest page of the transcript, read without a gap. */
export const loaded = (
  messages: Extract<AgentEvent, { type: 'transcript.loaded' }>['messages'],
  more: Partial<Extract<AgentEvent, { type: 'transcript.loaded' }>> = {},
): AgentEvent => ({ type: 'transcript.loaded', sessionId: SES, page: 'newest', messages, afterGap: false, ...more });

/** A permission to run `ls`. */
export const permission: PermissionRequest = {
  type: 'permission',
  id: requestId('per_1'),
  sessionId: SES,
  permission: 'bash',
  patterns: ['ls'],
  always: ['ls *'],
  call: { kind: 'command', command: '' },
};

/** Events after which the session exists and its transcript is open. */
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
