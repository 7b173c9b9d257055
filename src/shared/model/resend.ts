import type { Attachment, Part, UserMessage } from './entities.js';
import { userText } from './select.js';
import { trimEnd } from '../trim.js';

/** Decoded size of a base64 string, in bytes. */
const decodedSize = (base64: string): number => Math.floor((trimEnd(base64, '=').length * 3) / 4);

/** Length of a text in UTF-8, in bytes. */
const utf8Length = (text: string): number => {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_0000 ? 3 : 4;
  }
  return bytes;
};

function attachmentOf(part: Part): Attachment | undefined {
  if (part.type === 'agent') return { kind: 'agent', name: part.name, size: 0 };
  if (part.type !== 'file') return undefined;
  const { mime, url, path, filename } = part;
  const name = filename ?? path ?? 'file';
  if (path !== undefined) return { kind: 'sandboxFile', name, path, mime, size: 0 };
  const data = /^data:[^,]*;base64,([\s\S]*)$/.exec(url)?.[1];
  return data === undefined ? undefined : { kind: 'content', name, mime, data, size: decodedSize(data) };
}

/** Converts a user's message into a prompt to resend: its text and attachments. */
export function resend(message: UserMessage): { readonly text: string; readonly attachments: readonly Attachment[] } {
  const { words, contexts } = userText(message);
  const texts = contexts.map(({ name, part }): Attachment => ({
    kind: 'text',
    name,
    text: part.text,
    size: utf8Length(part.text),
  }));
  return { text: words, attachments: [...texts, ...message.parts.flatMap((part) => attachmentOf(part) ?? [])] };
}
