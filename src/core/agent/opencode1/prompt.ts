import type { Attachment } from '../../../shared/model/entities.js';
import { base64 } from '../../text/base64.js';
import type { OutgoingPrompt } from '../ports.js';

/** A part of a prompt in the server's format. */
export type WirePart =
  | { id: string; type: 'text'; text: string; synthetic?: true; metadata?: { attachment: string } }
  | { id: string; type: 'file'; mime: string; filename: string; url: string }
  | { id: string; type: 'agent'; name: string };

const wire = (id: string, attachment: Attachment): WirePart => {
  const { kind, name } = attachment;
  switch (kind) {
    case 'text':
      // Other clients hide synthetic parts; the name in the metadata marks this one as an attachment of the user.
      return { id, type: 'text', text: attachment.text ?? '', synthetic: true, metadata: { attachment: name } };
    case 'agent':
      return { id, type: 'agent', name };
    case 'content':
      return {
        id,
        type: 'file',
        mime: attachment.mime ?? 'application/octet-stream',
        filename: name,
        url: `data:${attachment.mime ?? 'application/octet-stream'};base64,${attachment.data ?? ''}`,
      };
    case 'sandboxFile':
      return {
        id,
        type: 'file',
        mime: attachment.mime ?? 'text/plain',
        filename: name,
        url: `file://${(attachment.path ?? '').split('/').map(encodeURIComponent).join('/')}`,
      };
  }
};

/**
 * Input of a slash command. The server accepts only files with a command: texts are sent as files, and agents are
 * mentioned in the arguments.
 */
export function commandInput(prompt: OutgoingPrompt): { arguments: string; parts: (WirePart & { type: 'file' })[] } {
  const words = [prompt.text];
  const parts: (WirePart & { type: 'file' })[] = [];
  for (const [i, attachment] of prompt.attachments.entries()) {
    const id = prompt.partIds[i + 1] ?? '';
    const part = wire(id, attachment.kind === 'text' ? asFile(attachment) : attachment);
    if (part.type === 'file') parts.push(part);
    if (part.type === 'agent' && !prompt.text.split(/\s+/).includes(`@${part.name}`)) words.push(`@${part.name}`);
  }
  return { arguments: words.filter((word) => word !== '').join(' '), parts };
}

const asFile = ({ name, text = '', size }: Attachment): Attachment => ({
  kind: 'content',
  name,
  mime: 'text/plain',
  data: base64(text),
  size,
});

/** The parts of a prompt with client-generated IDs, so that resending a prompt does not duplicate it. */
export const wireParts = (prompt: OutgoingPrompt): WirePart[] => [
  ...(prompt.text === '' && prompt.attachments.length > 0
    ? []
    : [{ id: prompt.partIds[0] ?? '', type: 'text' as const, text: prompt.text }]),
  ...prompt.attachments.map((attachment, i) => wire(prompt.partIds[i + 1] ?? '', attachment)),
];
