import { isPathIn, slashedPath } from './sandboxPath.js';
import { withoutEndSlashes } from './trim.js';

/** Formats USD with two decimals: with four below one cent, with none from 1000 on. */
export function formatCost(usd: number): string {
  if (usd === 0) return '$0.00';
  if (usd < 0.01) return usd < 0.0001 ? '<$0.0001' : `$${usd.toFixed(4)}`;
  return usd < 1000 ? `$${usd.toFixed(2)}` : `$${Math.round(usd)}`;
}

/** A count of tokens: 950, 12.3k, 1.2M. */
export function formatTokens(count: number): string {
  if (count < 1000) return String(Math.round(count));
  if (count < 100_000) return `${(count / 1000).toFixed(1).replace(/\.0$/, '')}k`;
  if (count < 1_000_000) return `${Math.round(count / 1000)}k`;
  return `${(count / 1_000_000).toFixed(1).replace(/\.0$/, '')}M`;
}

/** A size: 950 B, 12 kB, 1.5 MB. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** Whether a title is the placeholder that servers give a new session: `New session - <time>`, `Session ses_1`. */
export const isPlaceholderTitle = (title: string): boolean =>
  /^$|^(New|Child) session - \d{4}-\d\d-\d\dT|^Session ses_\w+$/.test(title);

/** A span of time: 350 ms, 4.2 s, 1m 20s, 2h 5m. */
export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.max(0, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1).replace(/\.0$/, '')} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes}m ${seconds % 60}s` : `${Math.floor(minutes / 60)}h ${minutes % 60}m`;
}

/** Formats a duration; empty if it is negligible (less than a tenth of a second). */
export const timeTaken = (ms: number): string => (ms < 100 ? '' : formatDuration(ms));

/** Formats how long ago something was: now, 2m, 3h, 5d, 3w, 1y. A time in the future (the server's clock is ahead) is "now". */
export function relativeTime(then: number, now: number): string {
  const minutes = Math.floor((now - then) / 60_000);
  if (minutes < 1) return 'now';
  if (minutes < 60) return `${minutes}m`;
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)}h`;
  const days = Math.floor(minutes / (24 * 60));
  if (days < 14) return `${days}d`;
  return days < 365 ? `${Math.floor(days / 7)}w` : `${Math.floor(days / 365)}y`;
}

/** The end of a long path, with as many folders as fit in `max` characters. */
export function shortPath(path: string, max = 40): string {
  if (path.length <= max) return path;
  const parts = path.split('/');
  let end = parts.pop() ?? path;
  for (let part = parts.pop(); part !== undefined && end.length + part.length + 3 <= max; part = parts.pop())
    end = `${part}/${end}`;
  return `…/${end}`;
}

/** A path relative to the working folder; outside of it, unchanged. */
export function pathIn(directory: string, path: string): string {
  const root = withoutEndSlashes(slashedPath(directory, directory));
  const slashed = slashedPath(directory, path);
  if (root !== '' && isPathIn(root, slashed))
    return slashed.length === root.length ? '.' : slashed.slice(root.length + 1);
  // A Windows path outside the folder is shown in its usual form.
  return slashed.replace(/^\/(?=[A-Z]:)/, '');
}
