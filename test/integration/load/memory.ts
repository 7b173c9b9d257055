// Heap in use once everything unreachable is gone.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose_gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes in use after collection; twice, since finalizers free more. */
export function heap(): number {
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}

/** Megabytes, for printing. */
export const mb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
