import { useLayoutEffect, useReducer, useRef, useState } from 'preact/hooks';
import { afterPaint, isTyped } from './afterPaint.js';
import { createQueue } from './queue.js';

/** Number of characters of one text that are parsed at once. */
const SLICE = 10_000;
/** Limit of a slice that grows with the text that is parsed again each time. */
const MAX_SLICE_LENGTH = 30_000;
/** Number of additional characters that have no noticeable cost. */
const LITTLE = 2_000;
/** Number of characters that are parsed at once if rendering lags behind: one long task is better than an invisible end. */
const CATCH_UP = 200_000;
/** Maximum lag of rendering behind the received text, in ms. */
const MAX_LAG_MS = 1_000;

/**
 * The position up to which to parse a text that is rendered up to `shown`: one slice further, at the end of a line. A
 * slice is at least as long as the `open` text that is parsed again with every slice, such as a long paragraph, so that
 * the total work stays proportional. On a machine that is too slow for slices, `lag` (ms that text has been waiting)
 * enlarges them.
 */
export function advance(text: string, shown: number, open: number, lag = 0): number {
  const to = shown + (lag > MAX_LAG_MS ? CATCH_UP : Math.min(Math.max(SLICE, open), MAX_SLICE_LENGTH));
  if (to >= text.length) return text.length;
  const line = text.lastIndexOf('\n', to - 1) + 1;
  return line > shown ? line : to;
}

/**
 * Runs a task after the previous one is painted, one per frame; returns a function that cancels it. Key presses are
 * painted first, which delays a task by at most one frame.
 */
const inTurn = createQueue<void>((work) => afterPaint(() => (isTyped() ? afterPaint(work) : work())));

/**
 * The part of a text to render now: text that arrives at once, or in chunks between two frames, is rendered one slice
 * per frame.
 */
export function usePaced(text: string, open: number): string {
  const shown = useRef(0);
  /** This render was scheduled for the next slice. */
  const isTurn = useRef(false);
  /** A slice is rendered but not painted yet. */
  const unpainted = useRef(false);
  /** Time at which text began to wait. */
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

/** Whether a component can render yet: immediately if `wanted`; otherwise from its own frame on. */
export function useTurn(wanted: boolean): boolean {
  const [isReady, setReady] = useState(wanted);
  const drawn = isReady || wanted;
  useLayoutEffect(() => {
    if (isReady) return undefined;
    if (!wanted) return inTurn(() => setReady(true));
    setReady(true);
    return undefined;
  }, [isReady, wanted]);
  return drawn;
}
