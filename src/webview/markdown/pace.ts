import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { createQueue } from './queue.js';

/** Characters of one text that are read at once. */
const SLICE = 30_000;

/**
 * How far to read a text that is read to `shown`: a slice further, to the end of a line. What is read again with every
 * slice, such as a paragraph that goes on and on, is taken twice as long each time: the work stays in proportion.
 */
export function advance(text: string, shown: number, open: number): number {
  const to = shown + Math.max(SLICE, open);
  if (to >= text.length) return text.length;
  const line = text.lastIndexOf('\n', to - 1) + 1;
  return line > shown ? line : to;
}

/** Calls it in a frame of its own; gives what takes it back. */
const inTurn = createQueue<number>((work) => requestAnimationFrame(work));

/** As much of a text as is read now: what came in one piece is read in slices, a frame each. */
export function usePaced(text: string, open: number): string {
  const shown = useRef(0);
  const [turn, go] = useReducer((n: number) => n + 1, 0);
  shown.current = advance(text, Math.min(shown.current, text.length), open);
  const left = text.length - shown.current;
  useLayoutEffect(() => (left > 0 ? inTurn(() => go(undefined)) : undefined), [left, turn]);
  return text.slice(0, shown.current);
}

/** May it be drawn yet? At once when it is `wanted`; otherwise in a frame of its own, and from then on. */
export function useTurn(wanted: boolean): boolean {
  const [came, setCame] = useState(wanted);
  const drawn = came || wanted;
  useLayoutEffect(() => {
    if (came) return undefined;
    if (!wanted) return inTurn(() => setCame(true));
    setCame(true);
    return undefined;
  }, [came, wanted]);
  return drawn;
}
