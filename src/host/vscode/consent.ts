import type { Clock } from '../../core/ports.js';

/**
 * Ms that a question must be visible before a yes counts. Earlier input was not meant for it: a key that is held
 * down, a click on a previous element.
 */
export const READING_TIME_MS = 500;

let last: Promise<unknown> = Promise.resolve();

/** Asks; repeats the question if a yes comes before it could be read. */
export async function askReadably<T>(
  clock: Pick<Clock, 'now'>,
  ask: () => Thenable<T>,
  isYes: (answer: T) => boolean,
): Promise<T> {
  for (;;) {
    const shown = clock.now();
    const answer = await ask();
    if (!isYes(answer) || clock.now() - shown >= READING_TIME_MS) return answer;
  }
}

/**
 * The same for modal questions: one after the other. VS Code shows one at a time, so a second one asked for meanwhile
 * would count its time while it cannot be seen.
 */
export function askModally<T>(
  clock: Pick<Clock, 'now'>,
  ask: () => Thenable<T>,
  isYes: (answer: T) => boolean,
): Promise<T> {
  const turn = last.then(() => askReadably(clock, ask, isYes));
  last = turn.catch(() => undefined);
  return turn;
}
