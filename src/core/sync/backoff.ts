/** Ms: the shortest and longest wait between two attempts. */
export const SHORTEST = 500;
export const MAX_DELAY_MS = 30_000;

/**
 * Ms to wait before attempt `attempt` (from 0): doubles from half a second to half a minute, with full jitter above
 * the shortest, so that a thousand clients of a restarted server do not come back in one moment.
 * A server's own wish (`Retry-After`) is honoured up to the longest.
 */
export function delay(attempt: number, random: number, retryAfter?: number): number {
  const ceiling = Math.min(MAX_DELAY_MS, SHORTEST * 2 ** Math.min(attempt, 16));
  const jittered = SHORTEST + (ceiling - SHORTEST) * random;
  return Math.round(Math.min(MAX_DELAY_MS, Math.max(jittered, retryAfter ?? 0)));
}
