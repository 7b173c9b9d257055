import type { Request } from '../../../../shared/model/entities.js';
import { messageId, requestId, sessionId } from '../../../../shared/model/ids.js';
import { permissionCall } from '../toolCalls.js';
import { defined, field, flag, list, text, texts } from '../read.js';

/** The tool call that a request belongs to. */
const toolRef = (value: unknown) => {
  const id = text(value, 'messageID');
  const callId = text(value, 'callID');
  return id === undefined || callId === undefined ? undefined : { messageId: messageId(id), callId };
};

/** The IDs of a request; without them it can neither be shown nor answered. */
const named = (value: unknown) => {
  const id = text(value, 'id');
  const session = text(value, 'sessionID');
  return id === undefined || session === undefined
    ? undefined
    : { id: requestId(id), sessionId: sessionId(session), tool: toolRef(field(value, 'tool')) };
};

export const permission = (value: unknown): Request | undefined => {
  const names = named(value);
  if (names === undefined) return undefined;
  return defined({
    type: 'permission' as const,
    ...names,
    permission: text(value, 'permission') ?? '',
    patterns: texts(value, 'patterns'),
    always: texts(value, 'always'),
    call: permissionCall(text(value, 'permission') ?? '', field(value, 'metadata')),
  });
};

/** Limits of questions per request, and of options per question. */
const MAX_QUESTIONS = 20;
const MAX_OPTIONS = 100;

export const question = (value: unknown): Request | undefined => {
  const names = named(value);
  if (names === undefined) return undefined;
  return defined({
    type: 'question' as const,
    ...names,
    questions: list(value, 'questions')
      .slice(0, MAX_QUESTIONS)
      .map((one) => ({
        question: text(one, 'question') ?? '',
        header: text(one, 'header') ?? '',
        options: list(one, 'options')
          .slice(0, MAX_OPTIONS)
          .map((option) => ({
            label: text(option, 'label') ?? '',
            description: text(option, 'description') ?? '',
          })),
        multiple: flag(one, 'multiple') ?? false,
        custom: flag(one, 'custom') ?? true,
      })),
  });
};
