import type { ToolPart } from '../../shared/model/entities.js';
import { withoutEndSlashes } from '../../shared/trim.js';
import { objectIn, outputOf, textIn } from './toolSummary.js';

/** A file, folder or line that a tool found; `line` counts from 1. */
export interface Result {
  readonly path: string;
  readonly line?: number;
  readonly text?: string;
}

/** Results that are read out of one output. */
const READ = 2_000;

const absolute = /^(?:\/|[A-Za-z]:[\\/])/;

/** `glob`: a path a line. */
function paths(output: string): readonly Result[] {
  return output
    .split('\n', READ)
    .filter((line) => absolute.test(line))
    .map((path) => ({ path }));
}

/** `grep`: `path:` and below it `  Line 4: text`. */
function matches(output: string): readonly Result[] {
  const results: Result[] = [];
  let path: string | undefined;
  for (const line of output.split('\n', READ)) {
    const hit = /^ {2}Line (\d{1,9}): (.*)$/.exec(line);
    if (hit !== null && path !== undefined) results.push({ path, line: Number(hit[1]), text: hit[2] ?? '' });
    else if (absolute.test(line) && line.endsWith(':')) path = line.slice(0, -1);
  }
  return results;
}

/** `list`: the folder, then its content indented by two spaces a level; folders end with a slash. */
function tree(output: string): readonly Result[] {
  const [root = '', ...lines] = output.split('\n', READ);
  if (!absolute.test(root)) return [];
  const folders = [withoutEndSlashes(root)];
  const results: Result[] = [];
  for (const line of lines) {
    const [, indent = '', name = ''] = /^((?: {2})*)(\S.*)$/.exec(line) ?? [];
    if (name === '') continue;
    folders.length = Math.min(folders.length, Math.max(1, indent.length / 2));
    const path = `${folders.at(-1)}/${withoutEndSlashes(name)}`;
    if (name.endsWith('/')) folders.push(path);
    else results.push({ path });
  }
  return results;
}

/** `read` of a folder: its entries. */
function entries(part: ToolPart): readonly Result[] {
  const display = objectIn(part.metadata, 'display');
  const folder = textIn(display, 'path');
  const names = display['entries'];
  if (textIn(display, 'type') !== 'directory' || folder === '' || !Array.isArray(names)) return [];
  return names
    .filter((name): name is string => typeof name === 'string')
    .slice(0, READ)
    .map((name) => ({ path: `${folder}/${name}` }));
}

/** What a tool found, to be opened one by one; empty where its output is not understood. */
export function resultsOf(part: ToolPart): readonly Result[] {
  if (part.tool === 'glob') return paths(outputOf(part));
  if (part.tool === 'grep') return matches(outputOf(part));
  if (part.tool === 'list') return tree(outputOf(part));
  return part.tool === 'read' ? entries(part) : [];
}

/** What a `read` of a file showed, with the number of its first line; undefined for anything else. */
export function excerptOf(part: ToolPart): { readonly text: string; readonly from: number } | undefined {
  const display = objectIn(part.metadata, 'display');
  if (part.tool !== 'read' || textIn(display, 'type') !== 'file') return undefined;
  const from = display['lineStart'];
  return { text: textIn(display, 'text'), from: typeof from === 'number' && from > 0 ? from : 1 };
}

/** The result that a sub-agent gave, without the marks around it. */
export const taskResult = (output: string): string =>
  /<task_result>\n?([\s\S]*?)\n?<\/task_result>/.exec(output)?.[1] ?? output;

/** JSON for people: indented where it is JSON, as it is where it is not; what is huge is left alone. */
export function pretty(output: string): string {
  const trimmed = output.trim();
  if (trimmed.length > 500_000 || !/^[[{]/.test(trimmed)) return output;
  try {
    return JSON.stringify(JSON.parse(trimmed), undefined, 2);
  } catch {
    return output;
  }
}
