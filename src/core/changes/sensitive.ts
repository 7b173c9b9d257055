import { foldName } from './paths.js';
import { READERS, type Reader, type Sensitivity } from './sensitiveReaders.js';

export type { Sensitivity } from './sensitiveReaders.js';

/** A reader with its lists compiled for lookups. */
interface Matcher {
  readonly sensitivity: Sensitivity;
  readonly folders: ReadonlySet<string>;
  /** Consecutive folders, with a slash at both ends. */
  readonly trails: readonly string[];
  readonly files: ReadonlySet<string>;
  readonly globs: readonly (readonly [start: string, end: string])[];
  readonly patterns: readonly RegExp[];
}

const words = (list: string): readonly string[] => list.split(/\s+/).filter((word) => word !== '');

function matcherOf({ sensitivity, folders, files, patterns = [] }: Reader): Matcher {
  const all = words(folders);
  const names = words(files);
  return {
    sensitivity,
    folders: new Set(all.filter((folder) => !folder.includes('/'))),
    trails: all.filter((folder) => folder.includes('/')).map((folder) => `/${folder}/`),
    files: new Set(names.filter((name) => !name.includes('*'))),
    globs: names
      .filter((name) => name.includes('*'))
      .map((name) => [name.slice(0, name.indexOf('*')), name.slice(name.indexOf('*') + 1)] as const),
    patterns,
  };
}

const MATCHERS = READERS.map(matcherOf);

/**
 * Why this path needs a separate confirmation; undefined for an ordinary file. `executable`: the change makes it
 * executable.
 */
export function sensitivityOf(path: string, executable = false): Sensitivity | undefined {
  const segments = path.split('/').map(foldName);
  const name = segments.at(-1) ?? '';
  const above = segments.slice(0, -1);
  const whole = `/${segments.join('/')}`;
  const found = MATCHERS.find(
    ({ folders, trails, files, globs, patterns }) =>
      files.has(name) ||
      above.some((folder) => folders.has(folder)) ||
      trails.some((trail) => whole.includes(trail)) ||
      globs.some(
        ([start, end]) => name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end),
      ) ||
      patterns.some((pattern) => pattern.test(whole)),
  );
  return found?.sensitivity ?? (executable ? 'shell' : undefined);
}
