import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { afterPaint, isTyped } from './afterPaint.js';
import { createQueue } from './queue.js';

/** Characters of one text that are read at once. */
const SLICE = 10_000;
/** The same where as many are read again each time. */
const MAX_SLICE_LENGTH = 30_000;
/** As many can come on top of a slice without being felt. */
const LITTLE = 2_000;
/** Characters that are read at once where drawing lags behind: one long task is better than an end that is not seen. */
const CATCH_UP = 200_000;
/** Ms by which drawing may lag behind what came. */
const MAX_LAG_MS = 1_000;

/**
 * How far to read a text that is read to `shown`: a slice further, to the end of a line. Of what is read again with every
 * slice, such as a paragraph that goes on and on, as much is taken as there is already: the work stays in proportion.
 * On a machine that is too slow for slices, `lag` (ms since text waits) makes up for it.
 */
export function advance(text: string, shown: number, open: number, lag = 0): number {
  const to = shown + (lag > MAX_LAG_MS ? CATCH_UP : Math.min(Math.max(SLICE, open), MAX_SLICE_LENGTH));
  if (to >= text.length) return text.length;
  const line = text.lastIndexOf('\n', to - 1) + 1;
  return line > shown ? line : to;
}

/**
 * Calls it once what was drawn before is painted, one a frame; gives what takes it back. What is typed is painted first,
 * for which each waits a frame at most.
 */
const inTurn = createQueue<void>((work) => afterPaint(() => (isTyped() ? afterPaint(work) : work())));

/** As much of a text as is read now: of what came in one piece, or in pieces between two frames, a slice a frame. */
export function usePaced(text: string, open: number): string {
  const shown = useRef(0);
  /** It waited for this. */
  const isTurn = useRef(false);
  /** A slice is drawn that is not painted yet. */
  const unpainted = useRef(false);
  /** When text began to wait. */
  const since = useRef<number | undefined>(undefined);
  const [turn, go] = useReducer((n: number) => n + 1, 0);
  const from = Math.min(shown.current, text.length);
  const to = advance(text, from, open, since.current === undefined ? 0 : performance.now() - since.current);
  const isSlice = to - from > LITTLE;
  const waits = isSlice && !isTurn.current && (unpainted.current || isTyped());
  isTurn.current = false;
  unpainted.current ||= isSlice;
  shown.current = waits ? from : to;
  const left = text.length - shown.current;
  if (left === 0) since.current = undefined;
  else since.current ??= performance.now();
  useLayoutEffect(() => {
    if (left === 0) return undefined;
    return inTurn(() => {
      isTurn.current = true;
      unpainted.current = false;
      go(undefined);
    });
  }, [left, turn]);
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
