import type { Attachment } from '../../../shared/model/entities.js';
import type { ChatRequests, FromChat } from '../../../shared/chat.js';
import { isSessionId, messageId, partId, requestId, type SessionId } from '../../../shared/model/ids.js';
import { MAX_ATTACHMENT_BYTES } from '../../../shared/limits.js';

/** Parses an unknown value as `T`; undefined if it is invalid. */
type Reader<T> = (value: unknown) => T | undefined;
/** A parser for each field; `optional` marks those that may be missing. */
type Fields<T> = { readonly [K in keyof T]-?: Reader<NonNullable<T[K]>> & { readonly optional?: boolean } };

/** Maximum length of IDs and texts of a chat. */
const ID = 200;
const TEXT = 2_000_000;
/** Length limit of base64 data: that of the largest attachment, with a margin. */
const DATA = 1.5 * MAX_ATTACHMENT_BYTES;

const text =
  (max: number): Reader<string> =>
  (value) =>
    typeof value === 'string' && value.length <= max ? value : undefined;
/** Parses an ID; whether it exists is checked by the handlers. */
const branded =
  <T extends string>(brand: (text: string) => T): Reader<T> =>
  (value) => {
    const read = text(ID)(value);
    return read === undefined ? undefined : brand(read);
  };
const request = branded(requestId);
const message = branded(messageId);
const part = branded(partId);
const session: Reader<SessionId> = (value) => (isSessionId(value) ? value : undefined);
const number: Reader<number> = (value) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
const oneOf =
  <const T extends string>(...values: readonly T[]): Reader<T> =>
  (value) =>
    values.find((each) => each === value);
const list =
  <T>(item: Reader<T>, max: number): Reader<readonly T[]> =>
  (value) => {
    if (!Array.isArray(value) || value.length > max) return undefined;
    const items = value.map(item);
    return items.every((each) => each !== undefined) ? items : undefined;
  };
const optional = <T>(reader: Reader<T>): Reader<T> & { readonly optional: boolean } =>
  Object.assign((value: unknown) => reader(value), { optional: true });

/** Parses an object with only these fields; `undefined` if one is missing or invalid. */
function object<T>(fields: Fields<T>): Reader<T> {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const result: Record<string, unknown> = {};
    for (const [name, reader] of Object.entries<Reader<unknown> & { readonly optional?: boolean }>(fields)) {
      const given: unknown = Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
      if (given === undefined && reader.optional === true) continue;
      const read = reader(given);
      if (read === undefined) return undefined;
      result[name] = read;
    }
    return result as T;
  };
}

const nothing = object<Record<string, never>>({});
const attachment = object<Attachment>({
  kind: oneOf('content', 'sandboxFile', 'text', 'agent'),
  name: text(1_000),
  mime: optional(text(200)),
  data: optional(text(DATA)),
  path: optional(text(4_000)),
  text: optional(text(TEXT)),
  size: number,
});
const act = oneOf('retry', 'signIn', 'showLog', 'reload', 'addSandbox', 'startLocalSandbox');

/** Schemas of the chat's events; invalid ones are dropped. */
export const eventReaders: { readonly [K in keyof FromChat]: Reader<FromChat[K]> } = {
  ready: nothing,
  ack: object({ seq: number }),
  focused: object<FromChat['focused']>({ on: (value) => (typeof value === 'boolean' ? value : undefined) }),
  stop: nothing,
  permission: object<FromChat['permission']>({
    id: request,
    reply: oneOf('once', 'always', 'reject'),
    message: optional(text(10_000)),
    patterns: optional(list(text(4_000), 100)),
  }),
  answer: object<FromChat['answer']>({ id: request, answers: list(list(text(20_000), 100), 50) }),
  openWebPage: nothing,
  dismiss: object<FromChat['dismiss']>({ id: request }),
  retryPending: object<FromChat['retryPending']>({ id: message }),
  discardPending: object<FromChat['discardPending']>({ id: message }),
  sendNow: object<FromChat['sendNow']>({ id: message }),
  editWaiting: object<FromChat['editWaiting']>({ id: message }),
  removeWaiting: object<FromChat['removeWaiting']>({ id: message }),
  continueQueue: nothing,
  toBackground: nothing,
  openSession: object<FromChat['openSession']>({ id: session }),
  newSession: nothing,
  openLink: object({ href: text(4_000) }),
  openPath: object({
    path: text(4_000),
    line: optional(number),
    column: optional(number),
    endLine: optional(number),
  }),
  openDiff: object({ messageId: message, partId: part }),
  openRequestDiff: object<FromChat['openRequestDiff']>({ id: request }),
  openOutput: object({ messageId: message, partId: part }),
  copy: object({ text: text(TEXT) }),
  insertCode: object({ text: text(TEXT) }),
  pickModel: nothing,
  pickAgent: nothing,
  pickAttachment: nothing,
  suggest: object<FromChat['suggest']>({ id: oneOf('explain', 'fixProblems', 'runTests') }),
  resend: object({ messageId: message }),
  editAgain: object({ messageId: message }),
  fork: object({ messageId: message }),
  revert: object({ messageId: message }),
  unrevert: nothing,
  compact: nothing,
  reviewChanges: nothing,
  openChange: object({ path: text(4_000) }),
  applyChanges: nothing,
  localChanges: object<FromChat['localChanges']>({ answer: oneOf('send', 'later', 'never') }),
  act: object({ id: act }),
  draft: object({ text: text(TEXT) }),
};

/** Schemas of the chat's requests. */
export const requestReaders: { readonly [K in keyof ChatRequests]: Reader<ChatRequests[K]['params']> } = {
  send: object<ChatRequests['send']['params']>({
    text: text(TEXT),
    attachments: list(attachment, 50),
    delivery: optional(oneOf('steer', 'queue')),
  }),
  older: nothing,
  complete: object({ trigger: oneOf('@', '/'), text: text(500) }),
  attach: object({ kind: oneOf('localFile', 'sandboxFile', 'symbol', 'agent', 'command'), value: text(4_000) }),
  knownPaths: object({ paths: list(text(300), 100) }),
  draft: nothing,
};
