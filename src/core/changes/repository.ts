import { trimStart, withoutEndSlashes } from '../../shared/trim.js';

/** The identity of a repository. */
export interface RepositoryFacts {
  readonly remotes: readonly string[];
  /** First commits; several if unrelated histories were merged. */
  readonly roots: readonly string[];
}

/** How certain it is that two directories are the same project. */
export type RepositoryMatch = 'same' | 'different' | 'unknown';

/** Normalizes the URL of a remote: removes protocol, user, port and `.git`, and lowercases the host. */
export function normalizeRemote(remote: string): string | undefined {
  const value = remote.trim();
  if (value === '' || value.length > MAX_LINE || value.startsWith('-')) return undefined;
  const scp = /^(?:[^@/\s]+@)?([^/:\s]+):(?!\/\/)(.+)$/.exec(value);
  const path = (text: string): string => withoutEndSlashes(trimStart(text, '/')).replace(/\.git$/, '');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) {
    if (!URL.canParse(value)) return undefined;
    const url = new URL(value);
    return url.host === '' ? `file:${path(url.pathname)}` : `${url.hostname.toLowerCase()}/${path(url.pathname)}`;
  }
  if (scp !== null && (scp[1] ?? '').length > 1) return `${(scp[1] ?? '').toLowerCase()}/${path(scp[2] ?? '')}`;
  return `file:${path(value)}`;
}

/** Compares by first commit if it is known on both sides, else by remote. */
export function matchRepositories(a: RepositoryFacts, b: RepositoryFacts): RepositoryMatch {
  if (a.roots.length > 0 && b.roots.length > 0)
    return a.roots.some((root) => b.roots.includes(root)) ? 'same' : 'different';
  const left = a.remotes.map(normalizeRemote).filter((remote) => remote !== undefined);
  const right = new Set(b.remotes.map(normalizeRemote).filter((remote) => remote !== undefined));
  if (left.length === 0 || right.size === 0) return 'unknown';
  return left.some((remote) => right.has(remote)) ? 'same' : 'different';
}

/** Limits: characters of a `.git/config`, characters of one line, and number of remotes. */
const MAX_CONFIG = 1_000_000;
const MAX_LINE = 4_096;
const MAX_REMOTES = 100;

/** The URLs of the remotes in a `.git/config`. */
export function remotesOf(config: string): readonly string[] {
  const remotes: string[] = [];
  let inRemote = false;
  for (const raw of config.slice(0, MAX_CONFIG).split('\n')) {
    if (remotes.length === MAX_REMOTES) break;
    const line = raw.slice(0, MAX_LINE).trim();
    if (line.startsWith('[')) inRemote = /^\[\s*remote\s+"/.test(line);
    const equals = line.indexOf('=');
    if (!inRemote || equals < 0 || line.slice(0, equals).trim() !== 'url') continue;
    const url = line.slice(equals + 1).trim();
    if (url !== '') remotes.push(url);
  }
  return remotes;
}
