import type { TextMatch } from '../ports.js';

/** Limit of the displayed characters of a line. */
const MAX_LINE = 1_000;
const lineOf = (text: string): string => text.replace(/\r?\n?$/, '').slice(0, MAX_LINE);

interface RipgrepText {
  readonly text?: unknown;
}
interface RipgrepEvent {
  readonly type?: unknown;
  readonly data?: {
    readonly path?: RipgrepText;
    readonly lines?: RipgrepText;
    readonly line_number?: unknown;
    readonly submatches?: readonly { readonly start?: unknown; readonly end?: unknown }[];
  };
}

/** Parses the output of `rg --json`; skips lines that are not valid JSON, such as the last one of truncated output. */
export function parseRipgrep(output: string): readonly TextMatch[] {
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  return output.split('\n').flatMap((json) => {
    if (!json.startsWith('{"type":"match"')) return [];
    let event: RipgrepEvent;
    try {
      event = JSON.parse(json) as RipgrepEvent;
    } catch {
      return [];
    }
    const path = event.data?.path?.text;
    const line = event.data?.line_number;
    const whole = event.data?.lines?.text;
    if (typeof path !== 'string' || typeof line !== 'number' || typeof whole !== 'string') return [];
    const bytes = encoder.encode(whole);
    // ripgrep's columns count bytes.
    const column = (offset: number): number => decoder.decode(bytes.subarray(0, offset)).length;
    const ranges = (event.data?.submatches ?? []).flatMap(({ start, end }) =>
      typeof start === 'number' && typeof end === 'number' ? [[column(start), column(end)] as const] : [],
    );
    return [{ path: path.replace(/^\.\//, ''), line, text: lineOf(whole), ranges }];
  });
}

/** Parses the output of `grep -nH`. */
export function parseGrep(output: string): readonly TextMatch[] {
  return output.split('\n').flatMap((line) => {
    const [, path, number, text] = /^(?:\.\/)?([^\0]+?):(\d+):(.*)$/s.exec(line) ?? [];
    return path === undefined || number === undefined || text === undefined
      ? []
      : [{ path, line: Number(number), text: lineOf(text), ranges: [] }];
  });
}
