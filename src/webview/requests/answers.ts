import type { Question } from '../../shared/model/entities.js';

/** The chosen options by index, as labels may not be unique, and the custom text. */
export interface Answer {
  readonly chosen: readonly number[];
  readonly own: string;
}

/** The empty answer. */
export const emptyAnswer: Answer = { chosen: [], own: '' };

/** The answer after a click on an option. */
export function choose({ multiple }: Pick<Question, 'multiple'>, { chosen, own }: Answer, option: number): Answer {
  if (!multiple) return { chosen: [option], own: '' };
  return {
    chosen: chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option],
    own,
  };
}

/** The answer after typing: custom text replaces a single choice, and is added to multiple choices. */
export const write = ({ multiple }: Pick<Question, 'multiple'>, { chosen }: Answer, own: string): Answer => ({
  chosen: multiple || own.trim() === '' ? chosen : [],
  own,
});

/** An answer as the server expects it, in the order of the options; empty if there is none. */
export const answersOf = ({ options }: Pick<Question, 'options'>, { chosen, own }: Answer): readonly string[] => [
  ...options.filter((_, i) => chosen.includes(i)).map(({ label, value }) => value ?? label),
  ...(own.trim() === '' ? [] : [own.trim()]),
];
