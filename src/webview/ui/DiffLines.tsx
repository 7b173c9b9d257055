import { useMemo } from 'preact/hooks';
import type { FilePatch } from '../../shared/model/filePatch.js';
import type { CallDiff } from '../../shared/model/toolCall.js';
import { readable, visible } from '../format.js';
import { t } from '../l10n.js';

interface Line {
  readonly sign: ' ' | '+' | '-' | '@';
  readonly text: string;
  /** The line ends with a carriage return, and others do not. */
  readonly isReturned?: boolean;
  readonly before?: number;
  readonly after?: number;
}

/** Limit of rendered lines of a diff. */
const DRAWN = 400;

/** Removes carriage returns from lines; marks the lines with one if others have none, as that may be the only change. */
function withLineEnds(lines: readonly Line[]): readonly Line[] {
  const real = lines.filter(({ sign }) => sign !== '@');
  const returned = real.filter(({ text }) => text.endsWith('\r'));
  if (returned.length === 0) return lines;
  const isMixed = returned.length < real.length;
  return lines.map((line) =>
    line.text.endsWith('\r')
      ? { ...line, text: line.text.slice(0, -1), ...(isMixed ? { isReturned: true } : {}) }
      : line,
  );
}

/** The lines of a diff with their numbers, and a gap between hunks. */
export function diffLines(files: readonly FilePatch[]): readonly Line[] {
  const lines: Line[] = [];
  for (const hunk of files.flatMap(({ hunks }) => hunks)) {
    let { oldStart: before, newStart: after } = hunk;
    if (lines.length > 0) lines.push({ sign: '@', text: '' });
    for (const line of hunk.lines) {
      const text = line.slice(1);
      if (line.startsWith('+')) lines.push({ sign: '+', text, after: after++ });
      else if (line.startsWith('-')) lines.push({ sign: '-', text, before: before++ });
      else if (line.startsWith(' ')) lines.push({ sign: ' ', text, before: before++, after: after++ });
    }
  }
  return withLineEnds(lines);
}

const KIND = { ' ': 'same', '+': 'added', '-': 'removed', '@': 'gap' } as const;

const Table = ({ lines, shown }: { lines: readonly Line[]; shown: (text: string) => string }) => (
  <div class="diff" tabIndex={0} role="figure" aria-label={t('Changes')}>
    <table role="presentation">
      {lines.slice(0, DRAWN).map((line) => (
        <tr class={`diff-${KIND[line.sign]}`}>
          <td class="number">{line.before ?? ''}</td>
          <td class="number">{line.after ?? ''}</td>
          <td class="sign">{line.sign === '@' ? '⋯' : line.sign}</td>
          <td class="line" dir="auto">
            {shown(line.text)}
            {line.isReturned === true && (
              <span class="line-end" title={t('Ends with a carriage return')}>
                ␍
              </span>
            )}
          </td>
        </tr>
      ))}
    </table>
    {lines.length > DRAWN && <div class="quiet">{t('{0} more lines', lines.length - DRAWN)}</div>}
  </div>
);

/** A diff with both line numbers; `strict` if the user has to consent to it. */
export function DiffLines({ diff, strict = false }: { diff: CallDiff; strict?: boolean }) {
  const shown = strict ? visible : readable;
  const lines = useMemo(() => diffLines(diff.files), [diff]);
  if (diff.text === undefined) return <Table lines={lines} shown={shown} />;
  return (
    <pre class="output" tabIndex={0}>
      {shown(diff.text)}
    </pre>
  );
}
