import type { Question } from '../../shared/model/entities.js';

/** What was chosen, by the options' places (two may have one label), and what was written. */
export interface Answer {
  readonly chosen: readonly number[];
  readonly own: string;
}

/** Nothing yet. */
export const emptyAnswer: Answer = { chosen: [], own: '' };

/** The answer after a press on an option. */
export function choose({ multiple }: Pick<Question, 'multiple'>, { chosen, own }: Answer, option: number): Answer {
  if (!multiple) return { chosen: [option], own: '' };
  return {
    chosen: chosen.includes(option) ? chosen.filter((one) => one !== option) : [...chosen, option],
    own,
  };
}

/** The answer after something was written: it stands instead of the one choice, and beside several. */
export const write = ({ multiple }: Pick<Question, 'multiple'>, { chosen }: Answer, own: string): Answer => ({
  chosen: multiple || own.trim() === '' ? chosen : [],
  own,
});

/** An answer as the server takes it, in the order of the options; empty while there is none. */
export const answersOf = ({ options }: Pick<Question, 'options'>, { chosen, own }: Answer): readonly string[] => [
  ...options.filter((_, i) => chosen.includes(i)).map(({ label, value }) => value ?? label),
  ...(own.trim() === '' ? [] : [own.trim()]),
];
