import type { Part, ReasoningPart, TextPart } from '../../../../shared/model/entities.js';
import { boundedText } from '../../opencode1/entities/limits.js';
import { defined, field, list, number, text } from '../../opencode1/read.js';
import { partOf, type Place } from './partId.js';
import { toolPart } from './toolPart.js';

/** Placeholder times of started and ended text, since the server reports no times for text. */
const BEGUN = { start: 0 };
const ENDED = { start: 0, end: 0 };

export const textPart = (place: Place, ordinal: number, words: string, ended: boolean): TextPart => ({
  ...partOf(place, 'text', ordinal),
  type: 'text',
  text: boundedText(words),
  ...(ended ? ENDED : BEGUN),
});

export const reasoningPart = (
  place: Place,
  ordinal: number,
  words: string,
  { start, end }: { start?: number | undefined; end?: number | undefined },
): ReasoningPart =>
  defined({ ...partOf(place, 'reasoning', ordinal), type: 'reasoning' as const, text: boundedText(words), start, end });

/** Files that a step changed; undefined if there are none. */
export const patchPart = (place: Place, snapshot: string | undefined, files: readonly string[]): Part | undefined =>
  files.length === 0 ? undefined : { ...partOf(place, 'patch', 0), type: 'patch', hash: snapshot ?? '', files };

/** Content of an assistant's message. `running`: more may follow, and text that is being written is `""`. */
export function contentParts(place: Place, content: readonly unknown[], running: boolean): readonly Part[] {
  let [texts, reasonings] = [0, 0];
  return content.map((one, index): Part => {
    const words = text(one, 'text') ?? '';
    switch (text(one, 'type')) {
      case 'text':
        return textPart(place, texts++, words, !running || words !== '');
      case 'reasoning': {
        const time = field(one, 'time');
        const start = number(time, 'created');
        const end = number(time, 'completed') ?? (running ? undefined : start);
        return reasoningPart(place, reasonings++, words, { start, end });
      }
      case 'tool':
        return toolPart(place, one);
      default:
        return { ...partOf(place, 'other', index), type: 'unknown', kind: (text(one, 'type') ?? '').slice(0, 60) };
    }
  });
}

/** The file names in a list of the server. */
export const fileNames = (value: unknown): readonly string[] =>
  list(value, 'files').filter((file): file is string => typeof file === 'string');
