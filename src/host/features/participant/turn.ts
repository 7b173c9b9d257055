import type { Message, Part } from '../../../shared/model/entities.js';
import { describeCall } from '../../../shared/model/toolCall.js';
import { createLinkFreeMarkdown, type LinkFreeMarkdown } from '../../../shared/text/linkFreeMarkdown.js';

/** New output of a turn. */
export type TurnOutput =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'progress'; readonly text: string };

/** Returns new output of a turn: streamed text without links, and each tool once it runs. */
export interface TurnReader {
  read(messages: readonly Message[]): readonly TurnOutput[];
  /** Returns the remaining buffered text. */
  end(): readonly TurnOutput[];
}

/** Creates the output of one turn. */
export function createTurnReader(): TurnReader {
  const reported = new Map<string, number>();
  /** The text that is being streamed. */
  let open: { readonly id: string; readonly markdown: LinkFreeMarkdown } | undefined;
  const words = (text: string): readonly TurnOutput[] => (text === '' ? [] : [{ type: 'text', text }]);
  const end = (): readonly TurnOutput[] => {
    const rest = open?.markdown.end() ?? '';
    open = undefined;
    return words(rest);
  };
  const readText = (id: string, text: string): readonly TurnOutput[] => {
    const before = reported.get(id) ?? 0;
    if (text.length <= before) return [];
    reported.set(id, text.length);
    if (open?.id === id) return words(open.markdown.add(text.slice(before)));
    const rest = end();
    const markdown = createLinkFreeMarkdown();
    open = { id, markdown };
    return [...rest, ...words((reported.size > 1 ? '\n\n' : '') + markdown.add(text.slice(before)))];
  };
  const read = (part: Part): readonly TurnOutput[] => {
    if (part.type === 'text') return part.synthetic === true ? [] : readText(part.id, part.text);
    if (part.type !== 'tool' || reported.has(part.id) || part.status === 'pending') return [];
    reported.set(part.id, 0);
    const target = part.title || describeCall(part).target;
    const text = target === '' ? part.tool : `${part.tool}: ${target}`;
    return [...end(), { type: 'progress', text }];
  };
  return {
    read: (messages) =>
      messages.filter((message) => message.role === 'assistant').flatMap((message) => message.parts.flatMap(read)),
    end,
  };
}
