import type { Message, Part } from '../../../shared/model/entities.js';
import { describeCall } from '../../../shared/model/toolCall.js';
import { createLinkFreeMarkdown, type LinkFreeMarkdown } from '../../../shared/text/linkFreeMarkdown.js';

/** New output of a turn. */
export type Said =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'progress'; readonly text: string };

/** Returns new output of a turn: streamed text without links, and each tool once it runs. */
export interface Teller {
  tell(messages: readonly Message[]): readonly Said[];
  /** Returns the remaining buffered text. */
  end(): readonly Said[];
}

/** Creates the output of one turn. */
export function createTeller(): Teller {
  const told = new Map<string, number>();
  /** The text that is being streamed. */
  let open: { readonly id: string; readonly markdown: LinkFreeMarkdown } | undefined;
  const words = (text: string): readonly Said[] => (text === '' ? [] : [{ type: 'text', text }]);
  const end = (): readonly Said[] => {
    const rest = open?.markdown.end() ?? '';
    open = undefined;
    return words(rest);
  };
  const tellText = (id: string, text: string): readonly Said[] => {
    const before = told.get(id) ?? 0;
    if (text.length <= before) return [];
    told.set(id, text.length);
    if (open?.id === id) return words(open.markdown.add(text.slice(before)));
    const rest = end();
    const markdown = createLinkFreeMarkdown();
    open = { id, markdown };
    return [...rest, ...words((told.size > 1 ? '\n\n' : '') + markdown.add(text.slice(before)))];
  };
  const tell = (part: Part): readonly Said[] => {
    if (part.type === 'text') return part.synthetic === true ? [] : tellText(part.id, part.text);
    if (part.type !== 'tool' || told.has(part.id) || part.status === 'pending') return [];
    told.set(part.id, 0);
    const target = part.title || describeCall(part).target;
    const text = target === '' ? part.tool : `${part.tool}: ${target}`;
    return [...end(), { type: 'progress', text }];
  };
  return {
    tell: (messages) =>
      messages.filter((message) => message.role === 'assistant').flatMap((message) => message.parts.flatMap(tell)),
    end,
  };
}
