import type { Clock } from '../../../core/ports.js';

const LOOK_MS = 50;
/** Number of attempts until the selection counts as empty. */
const MAX_LOOKS = 60;

/** Resolves with the selected row. While rows are refreshed, VS Code reports no selection, even for a clicked row. */
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
