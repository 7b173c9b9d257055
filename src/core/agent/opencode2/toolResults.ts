/** Parses arguments and output of OpenCode 2's tools. */
import { beginning } from '../../text/copy.js';
import { text } from '../opencode1/read.js';
import type { FoundPath } from '../../../shared/model/toolCall.js';
import { withoutEndSlashes } from '../../../shared/trim.js';

/** Limits: displayed lines of a file, and characters of texts that are converted to a diff. */
const MAX_LINES = 2_000;
const MAX_DIFF = 1_000_000;

/**
 * Parses the lines of a file in the output of `read`, such as `4: text`, after a first line with the file name;
 * undefined for a folder.
 */
export function readExcerpt(output: string): { readonly text: string; readonly from: number } | undefined {
  const [head = '', ...lines] = output.split('\n', MAX_LINES);
  if (!head.startsWith('Read file ')) return undefined;
  const numbered = lines.map((line) => /^(\d{1,9}): ?(.*)$/.exec(line));
  const from = Number(numbered[0]?.[1] ?? 1);
  const shown = numbered.flatMap((match) => (match === null ? [] : [match[2] ?? '']));
  return { text: shown.join('\n'), from };
}

/**
 * Parses the entries of a folder in the output of `read`, one per line after a first line with the folder's name, and
 * their total if they are complete; undefined for a file.
 */
export function folderEntries(
  path: string,
  output: string,
): { readonly found: readonly FoundPath[]; readonly entries?: number } | undefined {
  const [head = '', ...lines] = output.split('\n', MAX_LINES + 1);
  if (!head.startsWith('Read directory ')) return undefined;
  const names = lines.filter((name) => name !== '' && !name.startsWith('[Output truncated.'));
  const isWhole = names.length === lines.length && lines.length < MAX_LINES;
  const folder = withoutEndSlashes(path);
  const prefix = path === '' || folder === '.' ? '' : `${folder}/`;
  const found = names.map((name) => ({ path: `${prefix}${name}` }));
  return isWhole ? { found, entries: found.length } : { found };
}

const marked = (mark: string, words: string): readonly string[] => words.split('\n').map((line) => `${mark}${line}`);

/** The replacement of an `edit` as a patch, with unknown line numbers. */
export function inputDiff(input: unknown): string | undefined {
  const [path, before, after] = [text(input, 'path'), text(input, 'oldString'), text(input, 'newString')];
  if (path === undefined || before === undefined || after === undefined) return undefined;
  if (before.length + after.length > MAX_DIFF) return undefined;
  const [gone, come] = [marked('-', before), marked('+', after)];
  return [`--- ${path}`, `+++ ${path}`, `@@ -1,${gone.length} +1,${come.length} @@`, ...gone, ...come, ''].join('\n');
}

/** The paths in the text of a `patch`. */
export const patchedPaths = (patch: string): readonly string[] =>
  beginning(patch, MAX_DIFF)
    .split('\n')
    .flatMap((line) => /^\*\*\* (?:Update|Add|Delete) File: (.+)$/.exec(line)?.[1] ?? []);

/** The answer of a sub-agent without the enclosing tags. */
export const subagentResult = (output: string): string =>
  /^<subagent [^>]*>\n?([\s\S]*?)\n?<\/subagent>$/.exec(output)?.[1] ?? output;

/** The output of a command; for one without output, the model receives JSON. */
export function commandOutput(printed: string): string {
  if (printed.length > 300 || !printed.startsWith('{"exit":')) return printed;
  try {
    return text(JSON.parse(printed), 'output') ?? printed;
  } catch {
    return printed;
  }
}
