import type { Attachment, Part, UserMessage } from '../../../../shared/model/entities.js';
import { messageId, type MessageId, type SessionId } from '../../../../shared/model/ids.js';
import { boundedData, boundedText } from '../../opencode1/entities/limits.js';
import { compact, defined, field, list, text } from '../../opencode1/read.js';
import { partOf, type Place } from './partId.js';

/**
 * Key in a prompt's metadata of the indexes of files that are attached texts: to the server, selected text and a text
 * file are both files.
 */
export const CONTEXTS = 'opencodeSandboxContexts';

const contextsOf = (value: unknown): ReadonlySet<unknown> => new Set(list(field(value, 'metadata'), CONTEXTS));

/** Decodes base64 of UTF-8 text; undefined if it is not UTF-8. */
function decodeText(data: string): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(data), (one) => one.charCodeAt(0)));
  } catch {
    return undefined;
  }
}

/** The path in the sandbox of a `file:` URL. */
function pathOf(uri: string | undefined): string | undefined {
  const path = /^file:\/\/(\/[^?#]*)/.exec(uri ?? '')?.[1];
  if (path === undefined) return undefined;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** A file of a prompt. The content that the server read from its own file is dropped, since it can be read again. */
function filePart(place: Place, value: unknown, index: number, isContext: boolean): Part | undefined {
  const name = text(value, 'name');
  const mime = text(value, 'mime') ?? 'application/octet-stream';
  const data = text(value, 'data') ?? '';
  const uri = text(field(value, 'source'), 'uri');
  const words = isContext ? decodeText(data) : undefined;
  if (words !== undefined)
    return { ...partOf(place, 'file', index), type: 'text', text: boundedText(words), context: name ?? 'text' };
  const url = uri ?? boundedData(`data:${mime};base64,${data}`);
  return defined({
    ...partOf(place, 'file', index),
    type: 'file' as const,
    mime,
    filename: name,
    url,
    path: pathOf(uri),
  });
}

/** Parts of a prompt: its text, then its attachments. `value` has `text`, `files`, `agents`, `skills` and `metadata`. */
function promptParts(place: Place, value: unknown): readonly Part[] {
  const words = text(value, 'text') ?? '';
  const files = list(value, 'files');
  const agents = list(value, 'agents');
  const contexts = contextsOf(value);
  const skills = list(value, 'skills');
  const others = compact(
    [
      ...files.map((file, index) => filePart(place, file, index, contexts.has(index))),
      ...agents.map((agent, index): Part => ({
        ...partOf(place, 'agent', index),
        type: 'agent',
        name: text(agent, 'name') ?? '',
      })),
      ...skills.map((skill, index): Part => ({
        ...partOf(place, 'other', index),
        type: 'text',
        text: boundedText(text(skill, 'text') ?? ''),
        context: text(skill, 'name') ?? text(skill, 'id') ?? 'skill',
      })),
    ],
    (part) => part as Part | undefined,
  );
  const textPart: Part = { ...partOf(place, 'text', 0), type: 'text', text: boundedText(words) };
  return words === '' && others.length > 0 ? others : [textPart, ...others];
}

/** The message of a prompt. */
export const userMessage = (sessionId: SessionId, id: MessageId, created: number, value: unknown): UserMessage => ({
  id,
  sessionId,
  role: 'user',
  created,
  parts: promptParts({ sessionId, messageId: id }, value),
});

/** The attachments of a prompt, in a form that can be resent. */
export function attachmentsOf(value: unknown): readonly Attachment[] {
  const contexts = contextsOf(value);
  const files = compact(
    list(value, 'files').map((file, index) => ({ file, isContext: contexts.has(index) })),
    (one): Attachment | undefined => {
      const { file, isContext } = one as { file: unknown; isContext: boolean };
      const mime = text(file, 'mime') ?? 'application/octet-stream';
      const data = text(file, 'data') ?? '';
      const path = pathOf(text(field(file, 'source'), 'uri'));
      const name = text(file, 'name') ?? path ?? 'file';
      if (path !== undefined) return { kind: 'sandboxFile', name, mime, path, size: 0 };
      const words = isContext ? decodeText(data) : undefined;
      const size = Math.floor((data.length * 3) / 4);
      return words === undefined
        ? { kind: 'content', name, mime, data, size }
        : { kind: 'text', name, text: words, size };
    },
  );
  const agents = compact(list(value, 'agents'), (agent): Attachment => ({
    kind: 'agent',
    name: text(agent, 'name') ?? '',
    size: 0,
  }));
  return [...files, ...agents];
}

/** Names of the attachments of a prompt. */
export const attachmentNames = (value: unknown): readonly string[] =>
  compact(
    [...list(value, 'files'), ...list(value, 'agents'), ...list(value, 'skills')],
    (one) => text(one, 'name') ?? text(field(one, 'source'), 'uri'),
  );

/** ID of the message that an event created. */
export const messageOfEvent = (eventId: string): MessageId => messageId(`msg_${eventId.replace(/^evt_/, '')}`);
