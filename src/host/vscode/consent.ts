import type { Clock } from '../../core/ports.js';

/**
 * Time in ms that a question must be visible before consent counts. Earlier input, such as a key that is held down or a
 * click on a previous element, was not meant for it.
 */
export const READING_TIME_MS = 500;

let last: Promise<unknown> = Promise.resolve();

/** Asks a question; repeats it if the user consents before it could be read. */
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
 * The same for modal questions, one after the other. VS Code shows one at a time, so the time of a second one would
 * start before it is visible.
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
