import type { FilePatch, PatchHunk } from '../../shared/model/filePatch.js';
import { unquoteName } from './gitQuoting.js';

export type { FilePatch, PatchHunk };

/** A parsed patch, or why it could not be parsed. */
export type ParsedPatch =
  | { readonly ok: true; readonly files: readonly FilePatch[] }
  | { readonly ok: false; readonly reason: string };

/** Limits against malicious patches. */
export const MAX_PATCH = 24 * 1024 * 1024;
const MAX_HUNKS = 20_000;

type Draft = { -readonly [Key in keyof FilePatch]: FilePatch[Key] } & { hunks: PatchHunk[]; headed: boolean };
const draft = (): Draft => ({
  created: false,
  deleted: false,
  renamed: false,
  binary: false,
  hunks: [],
  headed: false,
});

/** Parses a unified patch with or without Git headers. Never throws; time is linear in the text. */
export function readPatch(source: string): ParsedPatch {
  if (source.length > MAX_PATCH) return { ok: false, reason: 'the patch is too large' };
  try {
    return { ok: true, files: readFiles(source.split('\n')) };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : 'the patch is malformed' };
  }
}

function readFiles(lines: readonly string[]): readonly FilePatch[] {
  const files: FilePatch[] = [];
  let file: Draft | undefined;
  let hunks = 0;
  const begin = (): Draft => {
    finish();
    file = draft();
    return file;
  };
  const finish = (): void => {
    if (file === undefined) return;
    const { headed: _, ...rest } = file;
    files.push(rest);
    file = undefined;
  };
  for (let at = 0; at < lines.length; at++) {
    const line = (lines[at] ?? '').replace(/\r$/, '');
    if (line.startsWith('diff --git ')) readGitNames(begin(), line.slice('diff --git '.length));
    else if (line.startsWith('Index: ')) begin();
    else if (line.startsWith('--- ') && (lines[at + 1] ?? '').startsWith('+++ ')) {
      const target: Draft = file === undefined || file.headed || file.hunks.length > 0 ? begin() : file;
      readNames(target, line.slice(4), (lines[++at] ?? '').replace(/\r$/, '').slice(4));
    } else if (line.startsWith('@@ ')) {
      if (++hunks > MAX_HUNKS) throw new Error('the patch has too many hunks');
      const target: Draft = file ?? begin();
      const read = readHunk(lines, at);
      target.hunks.push(read.hunk);
      at = read.last;
    } else if (file !== undefined) readHeader(file, line);
  }
  finish();
  return files;
}

/** Reads the two names of `diff --git a/x b/x`; needed if nothing else names the file (modes, empty files, binaries). */
function readGitNames(file: Draft, rest: string): void {
  if (rest.startsWith('"')) {
    const match = /^("(?:[^"\\]|\\.)*") (.*)$/.exec(rest);
    if (match === null) throw new Error('the patch has an invalid header');
    file.from = unquoteName(match[1] ?? '');
    file.to = unquoteName(match[2] ?? '');
    return;
  }
  // Unquoted names may contain spaces: without a rename, both halves are equal except for the first letter.
  const half = (rest.length - 1) / 2;
  if (Number.isInteger(half) && rest[half] === ' ' && rest.slice(2, half) === rest.slice(half + 3)) {
    file.from = rest.slice(0, half);
    file.to = rest.slice(half + 1);
  }
}

function readNames(file: Draft, from: string, to: string): void {
  file.headed = true;
  const name = (text: string): string | undefined => {
    const value = text.startsWith('"') ? unquoteName(text.trimEnd()) : (text.split('\t')[0] ?? '');
    return value === '/dev/null' || value === '' ? undefined : value;
  };
  const [before, after] = [name(from), name(to)];
  if (before === undefined) delete file.from;
  else file.from = before;
  if (after === undefined) delete file.to;
  else file.to = after;
  if (from.startsWith('/dev/null')) file.created = true;
  if (to.startsWith('/dev/null')) file.deleted = true;
}

function readHeader(file: Draft, line: string): void {
  const mode = /^(old mode|new mode|new file mode|deleted file mode) (\d{6})$/.exec(line);
  if (mode !== null) {
    const [, what, value = ''] = mode;
    if (what === 'new file mode') file.created = true;
    if (what === 'deleted file mode') file.deleted = true;
    if (what === 'old mode' || what === 'deleted file mode') file.oldMode = value;
    else file.newMode = value;
    return;
  }
  const blobs = /^index ([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})(?: (\d{6}))?$/.exec(line);
  if (blobs !== null) {
    file.blobs = { before: blobs[1] ?? '', after: blobs[2] ?? '' };
    if (blobs[3] !== undefined) file.oldMode = file.newMode = blobs[3];
  }
  const moved = /^(rename|copy) (from|to) (.*)$/.exec(line);
  if (moved !== null) {
    const name = unquoteName(moved[3] ?? '');
    if (moved[2] === 'from') file.from = `a/${name}`;
    else file.to = `b/${name}`;
    if (moved[1] === 'rename') file.renamed = true;
  }
  if (line.startsWith('Binary files ') || line === 'GIT binary patch') file.binary = true;
}

function readHunk(lines: readonly string[], start: number): { hunk: PatchHunk; last: number } {
  const header = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/.exec(lines[start] ?? '');
  if (header === null) throw new Error('the patch has an invalid hunk header');
  let before = Number(header[2] ?? 1);
  let after = Number(header[4] ?? 1);
  // A side without lines has the number of the preceding line: make both sides count from 1.
  const oldStart = Number(header[1]) + (before === 0 ? 1 : 0);
  const newStart = Number(header[3]) + (after === 0 ? 1 : 0);
  const taken: string[] = [];
  let at = start + 1;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const sign = line[0];
    if (sign === '\\') {
      taken.push(line);
      continue;
    }
    if (before === 0 && after === 0) break;
    if (sign === '-') before--;
    else if (sign === '+') after--;
    else if (sign === ' ' || line === '' || line === '\r') {
      before--;
      after--;
    } else throw new Error('the patch has a hunk with an invalid line');
    if (before < 0 || after < 0) throw new Error('the patch has a hunk that is longer than its header says');
    taken.push(line === '' || line === '\r' ? ` ${line}` : line);
  }
  if (before !== 0 || after !== 0) throw new Error('the patch has a hunk that is shorter than its header says');
  return { hunk: { oldStart, newStart, lines: taken }, last: at - 1 };
}
