/** Parses the paths and lines in the output of OpenCode's tools. */
import type { FoundPath } from '../../../shared/model/toolCall.js';
import { withoutEndSlashes } from '../../../shared/trim.js';
import { field, list, text } from './read.js';
import { beginning } from '../../text/copy.js';

/** Limits: results of one output, and characters of one line of a file. */
const MAX_RESULTS = 2_000;
const MAX_LINE = 1_000;

const absolute = /^(?:\/|[A-Za-z]:[\\/])/;

const linesOf = (output: string): readonly string[] => output.split('\n', MAX_RESULTS);

/** Parses the output of `glob`: one path per line. */
export const paths = (output: string): readonly FoundPath[] =>
  linesOf(output)
    .filter((line) => absolute.test(line))
    .map((path) => ({ path }));

/** Parses the output of `grep`: `path:`, followed by lines such as `  Line 4: text`. */
export function matches(output: string): readonly FoundPath[] {
  const found: FoundPath[] = [];
  let path: string | undefined;
  for (const line of linesOf(output)) {
    const hit = /^ {2}Line (\d{1,9}): (.*)$/.exec(line);
    if (hit !== null && path !== undefined)
      found.push({ path, line: Number(hit[1]), text: beginning(hit[2] ?? '', MAX_LINE) });
    else if (absolute.test(line) && line.endsWith(':')) path = line.slice(0, -1);
  }
  return found;
}

/** Parses the output of `list`: the folder, then its content indented by two spaces per level; folders end with a slash. */
export function tree(output: string): readonly FoundPath[] {
  const [root = '', ...lines] = linesOf(output);
  if (!absolute.test(root)) return [];
  const folders = [withoutEndSlashes(root)];
  const found: FoundPath[] = [];
  for (const line of lines) {
    const [, indent = '', name = ''] = /^((?: {2})*)(\S.*)$/.exec(line) ?? [];
    if (name === '') continue;
    folders.length = Math.min(folders.length, Math.max(1, indent.length / 2));
    const path = `${folders.at(-1)}/${withoutEndSlashes(name)}`;
    if (name.endsWith('/')) folders.push(path);
    else found.push({ path });
  }
  return found;
}

/** The entries of a folder in the result of `read`. */
export function entries(display: unknown): readonly FoundPath[] {
  const folder = text(display, 'path') ?? '';
  if (text(display, 'type') !== 'directory' || folder === '') return [];
  return list(display, 'entries')
    .filter((name): name is string => typeof name === 'string')
    .slice(0, MAX_RESULTS)
    .map((name) => ({ path: `${folder}/${name}` }));
}

/** The text of a file in the result of `read`, with the number of its first line; undefined for a folder. */
export function excerpt(display: unknown): { readonly text: string; readonly from: number } | undefined {
  if (text(display, 'type') !== 'file') return undefined;
  const from = field(display, 'lineStart');
  return { text: text(display, 'text') ?? '', from: typeof from === 'number' && from > 0 ? from : 1 };
}

/** The answer of a sub-agent without the enclosing tags. */
export const taskResult = (output: string): string =>
  /<task_result>\n?([\s\S]*?)\n?<\/task_result>/.exec(output)?.[1] ?? output;
