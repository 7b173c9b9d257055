/** Minimum and maximum delay between two attempts, in ms. */
export const MIN_DELAY_MS = 500;
export const MAX_DELAY_MS = 30_000;

/**
 * The delay in ms before attempt `attempt` (from 0): doubles from half a second to half a minute, with full jitter
 * above the minimum, so that the clients of a restarted server do not all reconnect at the same moment. `Retry-After`
 * is honored up to the maximum.
 */
export function delay(attempt: number, random: number, retryAfter?: number): number {
  const ceiling = Math.min(MAX_DELAY_MS, MIN_DELAY_MS * 2 ** Math.min(attempt, 16));
  const jittered = MIN_DELAY_MS + (ceiling - MIN_DELAY_MS) * random;
  return Math.round(Math.min(MAX_DELAY_MS, Math.max(jittered, retryAfter ?? 0)));
}
