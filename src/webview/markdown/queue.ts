/**
 * Tasks that wait for `ask` to give them time, the last first: who came last stands nearest to the end, where one
 * reads. One goes each time, more while `goesOn` says so. Queuing gives what takes the task back.
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
      // A task that throws must not stop the others: they would wait forever.
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
