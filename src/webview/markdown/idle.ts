import { createQueue } from './queue.js';

/** Ms of one piece of work that can wait; drawing what came of it takes about as long again. */
const MAX_CHARS = 5;

/** Does it once nothing else is to be done; gives what takes it back. */
export const whenIdle = createQueue<IdleDeadline>(
  (work) => requestIdleCallback(work),
  (deadline, began) => performance.now() - began < MAX_CHARS && deadline.timeRemaining() > MAX_CHARS,
);
