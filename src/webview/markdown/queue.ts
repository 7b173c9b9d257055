/**
 * Creates a queue of tasks that run when `ask` calls back, last in first out, since the last one is nearest to the
 * visible end. Runs one task each time, and more while `goesOn` returns true. Adding a task returns a function that
 * cancels it.
 */
export function createQueue<T>(
  ask: (work: (time: T) => void) => void,
  goesOn: (time: T, began: number) => boolean = () => false,
): (task: () => void) => () => void {
  const waiting: (() => void)[] = [];
  let asked = false;
  const work = (time: T): void => {
    const began = performance.now();
    try {
      do waiting.pop()?.();
      while (waiting.length > 0 && goesOn(time, began));
    } finally {
      // A task that throws must not block the others forever.
      asked = waiting.length > 0;
      if (asked) ask(work);
    }
  };
  return (task) => {
    waiting.push(task);
    if (!asked) ask(work);
    asked = true;
    return () => {
      const at = waiting.indexOf(task);
      if (at >= 0) waiting.splice(at, 1);
    };
  };
}
