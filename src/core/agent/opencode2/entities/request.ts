import type {
  PermissionRequest,
  Question,
  QuestionCondition,
  QuestionKind,
  QuestionRequest,
} from '../../../../shared/model/entities.js';
import type { ToolCall } from '../../../../shared/model/toolCall.js';
import { messageId, requestId, sessionId } from '../../../../shared/model/ids.js';
import { compact, defined, field, flag, list, number, object, text, texts } from '../../opencode1/read.js';
import { permissionCall } from '../toolCalls.js';
import type { Place } from './partId.js';

/** The tool call that a request belongs to. */
const toolRef = (value: unknown) => {
  const id = text(value, 'messageID');
  const callId = text(value, 'id');
  return id === undefined || callId === undefined ? undefined : { messageId: messageId(id), callId };
};

/** The IDs of a request; undefined without a session, as it could not be shown. */
const named = (value: unknown, tool: unknown) => {
  const id = text(value, 'id');
  const session = text(value, 'sessionID');
  return id === undefined || session === undefined || session === 'global'
    ? undefined
    : { id: requestId(id), sessionId: sessionId(session), tool: toolRef(tool) };
};

/** Decodes a permission request; `callOf` returns the call that needs it, if known. */
export const permission = (
  value: unknown,
  callOf: (place: Place, callId: string) => ToolCall | undefined,
): PermissionRequest | undefined => {
  const names = named(value, field(value, 'source'));
  if (names === undefined) return undefined;
  const { sessionId: session, tool } = names;
  const known = tool && callOf({ sessionId: session, messageId: tool.messageId }, tool.callId);
  const action = text(value, 'action') ?? '';
  const patterns = texts(value, 'resources');
  return defined({
    type: 'permission' as const,
    ...names,
    permission: action,
    patterns,
    call: permissionCall(action, patterns, known),
    always: texts(value, 'save'),
    metadata: object(value, 'metadata'),
  });
};

/** Limits of fields per form, and of options per field. */
const MAX_FIELDS = 50;
const MAX_OPTIONS = 200;

const kindOf = (value: unknown, hasOptions: boolean): QuestionKind => {
  const type = text(value, 'type');
  switch (type) {
    case 'string':
      return hasOptions ? 'choice' : 'text';
    case 'multiselect':
      return 'choices';
    case 'number':
    case 'integer':
    case 'boolean':
      return type;
    case 'external':
      return 'link';
    default:
      return 'unknown';
  }
};

/** Converts a value of an answer to text. */
const asText = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;

const condition = (value: unknown): QuestionCondition | undefined => {
  const key = text(value, 'key');
  const wanted = asText(field(value, 'value'));
  return key === undefined || wanted === undefined
    ? undefined
    : { key, is: text(value, 'op') === 'neq' ? 'different' : 'equal', value: wanted };
};

const FORMATS = new Set(['email', 'uri', 'date', 'date-time']);
const formatOf = (value: unknown): Question['format'] => {
  const format = text(value, 'format') ?? '';
  return FORMATS.has(format) ? (format as Question['format']) : undefined;
};

const initialOf = (value: unknown): readonly string[] | undefined => {
  const initial = field(value, 'default');
  const values = compact(Array.isArray(initial) ? initial : [initial], asText);
  return values.length === 0 ? undefined : values;
};

const question = (value: unknown): Question | undefined => {
  const key = text(value, 'key');
  if (key === undefined) return undefined;
  const title = text(value, 'title') ?? key;
  const options = compact(list(value, 'options').slice(0, MAX_OPTIONS), (option) => {
    const label = text(option, 'label') ?? text(option, 'value');
    const is = text(option, 'value');
    if (label === undefined) return undefined;
    return defined({
      label,
      description: text(option, 'description') ?? '',
      value: is === label ? undefined : is,
    });
  });
  const kind = kindOf(value, options.length > 0);
  const when = compact(list(value, 'when'), condition);
  return defined({
    key,
    kind,
    question: text(value, 'description') ?? title,
    header: title,
    options,
    multiple: kind === 'choices',
    custom: flag(value, 'custom') ?? options.length === 0,
    required: flag(value, 'required'),
    hidden: flag(value, 'hidden'),
    when: when.length === 0 ? undefined : when,
    initial: initialOf(value),
    placeholder: text(value, 'placeholder'),
    minimum: number(value, 'minimum') ?? number(value, 'minLength') ?? number(value, 'minItems'),
    maximum: number(value, 'maximum') ?? number(value, 'maxLength') ?? number(value, 'maxItems'),
    format: formatOf(value),
    pattern: text(value, 'pattern'),
    url: text(value, 'url'),
  });
};

/** Decodes a form: the questions of an agent, or of a program that it uses. */
export const form = (value: unknown): QuestionRequest | undefined => {
  const metadata = field(value, 'metadata');
  const names = named(value, field(metadata, 'tool'));
  if (names === undefined) return undefined;
  const isQuestion = text(metadata, 'kind') === 'question';
  return defined({
    type: 'question' as const,
    ...names,
    questions: compact(list(value, 'fields').slice(0, MAX_FIELDS), question),
    title: isQuestion ? undefined : text(value, 'title'),
  });
};
