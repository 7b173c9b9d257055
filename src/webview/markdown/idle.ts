/** Ms of one piece of work that can wait; drawing what came of it takes about as long again. */
const MOST = 5;

const waiting: (() => void)[] = [];
let running = false;

function work(deadline: IdleDeadline): void {
  const began = performance.now();
  // Who came last stands nearest to the end, where one reads.
  do waiting.pop()?.();
  while (waiting.length > 0 && performance.now() - began < MOST && deadline.timeRemaining() > MOST);
  running = waiting.length > 0;
  if (running) requestIdleCallback(work);
}

/** Does it once nothing else is to be done; gives what takes it back. */
export function whenIdle(task: () => void): () => void {
  waiting.push(task);
  if (!running) requestIdleCallback(work);
  running = true;
  return () => {
    const at = waiting.indexOf(task);
    if (at >= 0) waiting.splice(at, 1);
  };
}
