import { createQueue } from './queue.js';

/** Duration of one slice of idle work, in ms; rendering the result takes about as long again. */
const SLICE_MS = 5;

/** Runs `work` when idle; returns a function that cancels it. */
export const whenIdle = createQueue<IdleDeadline>(
  (work) => requestIdleCallback(work),
  (deadline, began) => performance.now() - began < SLICE_MS && deadline.timeRemaining() > SLICE_MS,
);
