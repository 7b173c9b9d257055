import type { Clock } from '../../../core/ports.js';

const LOOK_MS = 50;
/** Looks until a selection counts as none. */
const MAX_LOOKS = 60;

/** The row that is selected. While rows are drawn again VS Code does not know which one it is, also when it is clicked. */
export async function selectedRow<T>(
  selected: () => readonly T[],
  clock: Pick<Clock, 'after'>,
): Promise<T | undefined> {
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const [row] = selected();
    if (row !== undefined) return row;
    await new Promise<void>((resolve) => void clock.after(LOOK_MS, resolve));
  }
  return undefined;
}
