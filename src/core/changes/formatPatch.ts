import { bytesOf, type Content } from './content.js';
import { editsBetween, splitLines } from './lines.js';
import { quoteName } from '../text/gitQuoting.js';

/** Both sides of a file, for a patch. */
export interface Sides {
  readonly path: string;
  readonly before: Content;
  readonly after: Content;
}

const CONTEXT = 3;

/** Formats one file of a patch as Git does; undefined if it is unchanged or not text. */
export function filePatch({ path, before, after }: Sides): string | undefined {
  const from = textFor(before);
  const to = textFor(after);
  if (from === undefined || to === undefined || (from === to && before.kind === after.kind)) return undefined;
  const header = [`diff --git ${quoteName(`a/${path}`)} ${quoteName(`b/${path}`)}`];
  if (before.kind === 'absent') header.push('new file mode 100644');
  if (after.kind === 'absent') header.push('deleted file mode 100644');
  const hunks = unifiedHunks(splitLines(from), splitLines(to));
  if (hunks.length > 0) {
    header.push(`--- ${before.kind === 'absent' ? '/dev/null' : named(`a/${path}`)}`);
    header.push(`+++ ${after.kind === 'absent' ? '/dev/null' : named(`b/${path}`)}`);
  }
  return `${header.join('\n')}\n${hunks.join('')}`;
}

/** Git terminates a name that contains a space with a tab. */
const named = (name: string): string => {
  const quoted = quoteName(name);
  return quoted === name && name.includes(' ') ? `${name}\t` : quoted;
};

function textFor(content: Content): string | undefined {
  if (content.kind === 'absent') return '';
  return content.kind === 'text' ? (content.bom ? `\ufeff${content.text}` : content.text) : undefined;
}

function unifiedHunks(before: readonly string[], after: readonly string[]): readonly string[] {
  const edits = editsBetween(before, after);
  const result: string[] = [];
  let shift = 0;
  for (let first = 0; first < edits.length;) {
    let last = first;
    while (last + 1 < edits.length && (edits[last + 1]?.start ?? 0) - (edits[last]?.end ?? 0) <= 2 * CONTEXT) last++;
    const group = edits.slice(first, last + 1);
    const start = Math.max(0, (group[0]?.start ?? 0) - CONTEXT);
    const end = Math.min(before.length, (group.at(-1)?.end ?? 0) + CONTEXT);
    let body = '';
    let at = start;
    let count = 0;
    const put = (sign: string, line: string): void => {
      body += line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`;
      if (sign !== '-') count++;
    };
    for (const edit of group) {
      for (; at < edit.start; at++) put(' ', before[at] ?? '');
      for (; at < edit.end; at++) put('-', before[at] ?? '');
      for (const line of edit.lines) put('+', line);
    }
    for (; at < end; at++) put(' ', before[at] ?? '');
    result.push(`@@ -${range(start, end - start)} +${range(start + shift, count)} @@\n${body}`);
    shift += count - (end - start);
    first = last + 1;
  }
  return result;
}

const range = (start: number, length: number): string =>
  `${length === 0 ? start : start + 1}${length === 1 ? '' : `,${length}`}`;

/** Formats a patch; also returns the files it cannot contain because they are not text. */
export function patchOf(files: readonly Sides[]): { readonly text: string; readonly left: readonly string[] } {
  const left: string[] = [];
  let text = '';
  for (const file of files) {
    const patch = filePatch(file);
    if (patch !== undefined) text += patch;
    else if (!sameBytes(file)) left.push(file.path);
  }
  return { text, left };
}

const sameBytes = ({ before, after }: Sides): boolean => {
  const a = bytesOf(before);
  const b = bytesOf(after);
  return a !== undefined && b !== undefined && a.length === b.length && a.every((byte, index) => byte === b[index]);
};
