import type { Message, Part, Session } from '../../../shared/model/entities.js';
import { formatCost } from '../../../shared/format.js';
import { describeCall } from '../../../shared/model/toolCall.js';
import { fenced } from '../../../shared/text/fenced.js';

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${line}`.trimEnd())
    .join('\n');

function partText(part: Part): string | undefined {
  switch (part.type) {
    case 'text':
      if (part.synthetic === true || part.text.trim() === '') return undefined;
      return part.context === undefined ? part.text.trim() : `*Sent along: ${part.context}*\n\n${part.text.trim()}`;
    case 'reasoning':
      return part.text.trim() === '' ? undefined : quoted(part.text.trim());
    case 'file':
      return `*Attached: ${part.filename ?? part.path ?? part.mime}*`;
    case 'tool': {
      const target = part.title || describeCall(part).target;
      const head = `**${part.tool}**${target === '' ? '' : `: ${target}`} (${part.status})`;
      const input =
        Object.keys(part.input).length === 0 ? [] : [fenced(JSON.stringify(part.input, undefined, 2), 'json')];
      const output = part.error ?? part.output;
      return [head, ...input, ...(output === undefined || output === '' ? [] : [fenced(output)])].join('\n\n');
    }
    case 'agent':
      return `*Agent: ${part.name}*`;
    case 'subtask':
      return `*Sub-agent ${part.agent}: ${part.description}*`;
    case 'retry':
      return `*Tried again (${part.attempt}): ${part.error.message}*`;
    case 'compaction':
      return '*The conversation so far was summarized here.*';
    case 'continued':
      return `*Continued after a background task finished: ${part.name}*`;
    case 'step-start':
    case 'step-finish':
    case 'patch':
    case 'unknown':
      return undefined;
  }
}

function heading(message: Message): string {
  const by =
    message.role === 'user'
      ? 'User'
      : ['Agent', message.agent, message.model?.modelId].filter((text) => text !== undefined).join(' · ');
  return `## ${by}\n\n*${new Date(message.created).toISOString()}*`;
}

/** Formats a conversation as Markdown. */
export function toMarkdown(session: Session, messages: readonly Message[]): string {
  const cost = session.cost === undefined ? '' : `, cost ${formatCost(session.cost)}`;
  const head = `# ${session.title}\n\n*Session ${session.id}, ${new Date(session.created).toISOString()}${cost}*`;
  const body = messages.map((message) => {
    const parts = message.parts.map(partText).filter((text) => text !== undefined);
    const error =
      message.role === 'assistant' && message.error !== undefined ? [`**Error:** ${message.error.message}`] : [];
    return [heading(message), ...parts, ...error].join('\n\n');
  });
  return `${[head, ...body].join('\n\n')}\n`;
}

/** Formats a conversation as JSON, in the extension's own format. */
export const toJson = (session: Session, messages: readonly Message[]): string =>
  `${JSON.stringify({ session, messages }, undefined, 2)}\n`;
