import type { Attachment } from '../../shared/model/entities.js';
import { fenced } from '../../shared/text/fenced.js';

/** A diagnostic; lines and columns count from 1. */
export interface Problem {
  readonly severity: 'error' | 'warning' | 'info' | 'hint';
  readonly message: string;
  readonly line: number;
  readonly lastLine: number;
  readonly column: number;
  /** Source of the diagnostic, such as `ts` or `eslint`. */
  readonly source?: string;
  readonly code?: string;
}

/** A file with its diagnostics. */
export interface TroubledFile {
  readonly path: string;
  readonly language: string;
  readonly lines: readonly string[];
  readonly problems: readonly Problem[];
}

/** Number of context lines around a problem. */
const AROUND = 5;
/** Limit of listed problems of a file; the others are counted. */
const MAX_PROBLEMS = 100;

const inOneLine = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
const said = ({ severity, message, line, column, source, code }: Problem): string => {
  const from = [source, code].filter((one) => one !== undefined && one !== '').join(' ');
  return `- line ${line}:${column} ${severity}: ${inOneLine(message)}${from === '' ? '' : ` (${from})`}`;
};

/** Merges line ranges [first, last] that overlap or are adjacent. */
function joined(ranges: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const result: [number, number][] = [];
  for (const [first, last] of ranges.toSorted((a, b) => a[0] - b[0])) {
    const before = result.at(-1);
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else result.push([first, last]);
  }
  return result;
}

/** The problems of a file with the surrounding code, as an attachment of a prompt. */
export function problemsAttachment({ path, language, lines, problems }: TroubledFile): Attachment {
  const shown = problems.slice(0, MAX_PROBLEMS);
  const more = problems.length - shown.length;
  const around = shown.map(
    ({ line, lastLine }) => [Math.max(1, line - AROUND), Math.min(lines.length, lastLine + AROUND)] as const,
  );
  const code = joined(around).map(
    ([first, last]) => `Lines ${first}-${last}:\n\n${fenced(lines.slice(first - 1, last).join('\n'), language)}`,
  );
  const list = [...shown.map(said), ...(more > 0 ? [`- and ${more} more`] : [])].join('\n');
  const text = `Problems in \`${path.replaceAll('`', '')}\`:\n\n${list}\n\n${code.join('\n\n')}`;
  return { kind: 'text', name: path, text, size: new TextEncoder().encode(text).length };
}
