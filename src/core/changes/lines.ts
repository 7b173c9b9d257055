import { diffArrays } from 'diff';

/** Replaces lines `start` to `end` (exclusive, from 0) of a text by `lines`; each line includes its line ending. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** Splits a text into lines that include their line endings. An empty text has no lines. */
export function splitLines(value: string): string[] {
  const lines = value.split('\n');
  const last = lines.pop() ?? '';
  const result = lines.map((line) => `${line}\n`);
  if (last !== '') result.push(last);
  return result;
}

/** Limit of differing lines; beyond it, the middle is replaced as a whole, since the search takes quadratic time. */
const MAX_EDIT_LENGTH = 1_000;

/** The edits that turn one list of lines into another, in order and not adjacent. */
export function editsBetween(from: readonly string[], to: readonly string[]): readonly Edit[] {
  let head = 0;
  while (head < from.length && head < to.length && from[head] === to[head]) head++;
  let tail = 0;
  while (
    tail < from.length - head &&
    tail < to.length - head &&
    from[from.length - 1 - tail] === to[to.length - 1 - tail]
  )
    tail++;
  const before = from.slice(head, from.length - tail);
  const after = to.slice(head, to.length - tail);
  if (before.length === 0 && after.length === 0) return [];
  const whole: Edit = { start: head, end: head + before.length, lines: after };
  if (before.length === 0 || after.length === 0) return [whole];
  const parts = diffArrays(before, after, { maxEditLength: MAX_EDIT_LENGTH });
  return parts === undefined ? [whole] : collect(parts, head);
}

interface Part {
  readonly value: readonly string[];
  readonly added?: boolean;
  readonly removed?: boolean;
}

function collect(parts: readonly Part[], offset: number): readonly Edit[] {
  const edits: Edit[] = [];
  let at = offset;
  let open: { start: number; end: number; lines: string[] } | undefined;
  for (const part of parts) {
    if (part.added !== true && part.removed !== true) {
      if (open !== undefined) edits.push(open);
      open = undefined;
      at += part.value.length;
      continue;
    }
    open ??= { start: at, end: at, lines: [] };
    if (part.removed === true) {
      at += part.value.length;
      open.end = at;
    } else for (const line of part.value) open.lines.push(line);
  }
  if (open !== undefined) edits.push(open);
  return edits;
}

/** Applies edits (in order, not overlapping) to lines. */
export function applyEdits(lines: readonly string[], edits: readonly Edit[]): readonly string[] {
  const result: string[] = [];
  let at = 0;
  for (const edit of edits) {
    for (; at < edit.start; at++) result.push(lines[at] ?? '');
    for (const line of edit.lines) result.push(line);
    at = edit.end;
  }
  for (; at < lines.length; at++) result.push(lines[at] ?? '');
  return result;
}
