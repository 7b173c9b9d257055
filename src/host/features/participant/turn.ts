import type { Message, Part } from '../../../shared/model/entities.js';

/** What a turn has to say that was not said yet. */
export type Said =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'progress'; readonly text: string };

/** Tells what is new in the answers to a prompt: text as it grows, and each tool once it runs. */
export function createTeller(): (messages: readonly Message[]) => readonly Said[] {
  const told = new Map<string, number>();
  const tell = (part: Part): readonly Said[] => {
    const before = told.get(part.id);
    if (part.type === 'text') {
      if (part.synthetic === true || part.text.length <= (before ?? 0)) return [];
      told.set(part.id, part.text.length);
      const gap = before === undefined && told.size > 1 ? '\n\n' : '';
      return [{ type: 'text', text: gap + part.text.slice(before ?? 0) }];
    }
    if (part.type !== 'tool' || before !== undefined || part.status === 'pending') return [];
    told.set(part.id, 0);
    return [
      {
        type: 'progress',
        text: part.title === undefined || part.title === '' ? part.tool : `${part.tool}: ${part.title}`,
      },
    ];
  };
  return (messages) =>
    messages.filter((message) => message.role === 'assistant').flatMap((message) => message.parts.flatMap(tell));
}
