import { applyEdits, editsBetween, splitLines, type Edit } from './lines.js';

/** Result of a three-way merge; `conflicts` are the lines of the base that both sides changed differently. */
export type Merge =
  | { readonly clean: true; readonly text: string }
  | { readonly clean: false; readonly conflicts: readonly { readonly start: number; readonly end: number }[] };

/** Whether two edits of the same base overlap or are adjacent; the order of adjacent edits would be unknown. */
const touches = (a: Edit, b: Edit): boolean => a.start <= b.end && b.start <= a.end;
const sameEdit = (a: Edit, b: Edit): boolean =>
  a.start === b.start &&
  a.end === b.end &&
  a.lines.length === b.lines.length &&
  a.lines.every((line, index) => line === b.lines[index]);

/** Merges the edits of two sides. Identical edits are applied once; other overlapping or adjacent edits are a conflict. */
export function merge(base: string, ours: string, theirs: string): Merge {
  if (ours === theirs || base === theirs) return { clean: true, text: ours };
  if (base === ours) return { clean: true, text: theirs };
  const lines = splitLines(base);
  const left = editsBetween(lines, splitLines(ours));
  const right = editsBetween(lines, splitLines(theirs));
  const joined: Edit[] = [];
  const conflicts: { start: number; end: number }[] = [];
  let l = 0;
  let r = 0;
  for (;;) {
    const a = left[l];
    const b = right[r];
    if (a === undefined && b === undefined) break;
    if (a !== undefined && b !== undefined && touches(a, b)) {
      if (sameEdit(a, b)) joined.push(a);
      else conflicts.push({ start: Math.min(a.start, b.start), end: Math.max(a.end, b.end) });
      // Continue after the edit that ends first; the other one may overlap the next edit too, unless both were
      // identical.
      if (sameEdit(a, b) || a.end === b.end) {
        l++;
        r++;
      } else if (a.end < b.end) l++;
      else r++;
    } else if (b === undefined || (a !== undefined && a.end <= b.start)) {
      if (a !== undefined) joined.push(a);
      l++;
    } else {
      joined.push(b);
      r++;
    }
  }
  if (conflicts.length > 0) return { clean: false, conflicts };
  return { clean: true, text: applyEdits(lines, joined).join('') };
}
