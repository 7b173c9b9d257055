import { bytesOf, type Content } from './content.js';
import { splitLines } from './lines.js';

/** A deleted and an added file that form a rename. */
export interface Rename {
  readonly from: string;
  readonly to: string;
}

/** Limit of pairs that are compared line by line; beyond it, only renames with equal content are detected. */
const MAX_PAIRS = 2_500;
/** Minimum share of common lines of a rename. */
const SIMILAR = 0.5;

const keyOf = (content: Content): string | undefined => {
  if (content.kind === 'text') return content.text === '' ? undefined : `t${content.text}`;
  const bytes = bytesOf(content);
  return bytes === undefined || bytes.length === 0 ? undefined : `b${bytes.length}:${bytes.join(',')}`;
};

/** Finds the renames among deleted files (by content before) and added ones (by content after); equal ones first. */
export function findRenames(
  deleted: readonly { readonly path: string; readonly before: Content }[],
  added: readonly { readonly path: string; readonly after: Content }[],
): readonly Rename[] {
  if (deleted.length === 0 || added.length === 0) return [];
  const renames: Rename[] = [];
  const free = new Map(added.map((file) => [file.path, file.after]));
  const byContent = new Map<string, string[]>();
  for (const file of added) {
    const key = keyOf(file.after);
    if (key !== undefined) byContent.set(key, [...(byContent.get(key) ?? []), file.path]);
  }
  const left = deleted.filter((file) => {
    const key = keyOf(file.before);
    const to = key === undefined ? undefined : byContent.get(key)?.shift();
    if (to === undefined) return true;
    free.delete(to);
    renames.push({ from: file.path, to });
    return false;
  });
  if (left.length * free.size <= MAX_PAIRS)
    for (const file of left) {
      const best = [...free]
        .map(([path, content]) => ({ path, share: similarity(file.before, content) }))
        .toSorted((a, b) => b.share - a.share)[0];
      if (best === undefined || best.share < SIMILAR) continue;
      free.delete(best.path);
      renames.push({ from: file.path, to: best.path });
    }
  return renames;
}

/** Share of lines that two texts have in common, regardless of their position. */
function similarity(a: Content, b: Content): number {
  if (a.kind !== 'text' || b.kind !== 'text') return 0;
  const left = splitLines(a.text);
  const right = splitLines(b.text);
  if (left.length === 0 || right.length === 0) return 0;
  const counts = new Map<string, number>();
  for (const line of left) counts.set(line, (counts.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of right) {
    const count = counts.get(line) ?? 0;
    if (count > 0) {
      common++;
      counts.set(line, count - 1);
    }
  }
  return common / Math.max(left.length, right.length);
}
