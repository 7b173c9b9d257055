import { splitLines } from './lines.js';
import type { FilePatch, PatchHunk } from '../text/patch.js';

/** The text after the patch; undefined if the patch does not fit exactly. */
export const applyForward = (value: string, patch: FilePatch): string | undefined => transform(value, patch, '-', '+');
/** The text before the patch, from the text after it; undefined if the patch does not fit exactly. */
export const applyBackward = (value: string, patch: FilePatch): string | undefined => transform(value, patch, '+', '-');

/** Applies the hunks at exactly their line numbers, without fuzz. */
function transform(value: string, patch: FilePatch, removed: '-' | '+', added: '-' | '+'): string | undefined {
  const lines = splitLines(value);
  const result: string[] = [];
  let at = 0;
  for (const hunk of patch.hunks) {
    const start = (removed === '-' ? hunk.oldStart : hunk.newStart) - 1;
    if (start < at || start > lines.length) return undefined;
    for (; at < start; at++) result.push(lines[at] ?? '');
    for (const [index, line] of hunk.lines.entries()) {
      const sign = line[0];
      if (sign === '\\') continue;
      const content = textOf(hunk, index);
      if (sign !== added && lines[at++] !== content) return undefined;
      if (sign !== removed) result.push(content);
    }
  }
  for (; at < lines.length; at++) result.push(lines[at] ?? '');
  return result.join('');
}

/**
 * The content of a hunk's line with its line ending; without one if the patch marks a missing newline at the end of the
 * file.
 */
function textOf(hunk: PatchHunk, index: number): string {
  const content = (hunk.lines[index] ?? '').slice(1);
  return hunk.lines[index + 1]?.[0] === '\\' ? content : `${content}\n`;
}

/**
 * Both complete texts, if the patch contains the complete file, as the server's patches do. Undefined if the patch
 * starts later. A patch of only the beginning of a file looks the same, so check against the real bytes first if they
 * are known.
 */
export function wholeSides(patch: FilePatch): { readonly before: string; readonly after: string } | undefined {
  const [hunk, ...more] = patch.hunks;
  if (hunk === undefined || more.length > 0 || hunk.oldStart > 1 || hunk.newStart > 1) return undefined;
  let before = '';
  let after = '';
  for (const [index, line] of hunk.lines.entries()) {
    if (line[0] === '\\') continue;
    const content = textOf(hunk, index);
    if (line[0] !== '+') before += content;
    if (line[0] !== '-') after += content;
  }
  return { before, after };
}
