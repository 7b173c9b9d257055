import { applyEdits, editsBetween, splitLines, type Edit } from './lines.js';

/** A hunk of a file's change that can be applied separately. Lines count from 1 in the text before. */
export interface ChangeHunk {
  readonly index: number;
  readonly line: number;
  readonly removed: readonly string[];
  readonly added: readonly string[];
  readonly edit: Edit;
}

/** The hunks that turn `before` into `after`. */
export function hunksOf(before: string, after: string): readonly ChangeHunk[] {
  const lines = splitLines(before);
  return editsBetween(lines, splitLines(after)).map((edit, index) => ({
    index,
    line: edit.start + 1,
    removed: lines.slice(edit.start, edit.end),
    added: edit.lines,
    edit,
  }));
}

/** Applies only these hunks to `before`. */
export const withHunks = (before: string, hunks: readonly ChangeHunk[]): string =>
  applyEdits(
    splitLines(before),
    hunks.map((hunk) => hunk.edit).toSorted((a, b) => a.start - b.start),
  ).join('');

/** The hunk at a line of the text after (from 0); a deletion belongs to the line after it. */
export function hunkAt(hunks: readonly ChangeHunk[], line: number): ChangeHunk | undefined {
  let shift = 0;
  for (const hunk of hunks) {
    const start = hunk.edit.start + shift;
    const end = start + Math.max(hunk.added.length, 1);
    if (line >= start && line < end) return hunk;
    shift += hunk.added.length - hunk.removed.length;
  }
  return undefined;
}
