import { parsePatch } from 'diff';
import { useMemo } from 'preact/hooks';
import { visible } from '../format.js';
import { t } from '../l10n.js';

interface Line {
  readonly sign: ' ' | '+' | '-' | '@';
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
}

/** Lines of a diff that are drawn, and characters that are read. */
const DRAWN = 400;
const READ = 400_000;

/** A unified patch as numbered lines; what cannot be read as one is undefined. */
export function diffLines(patch: string): readonly Line[] | undefined {
  if (patch.length > READ || /[\u2028\u2029]/.test(patch.slice(0, 4000).split('\n@@')[0] ?? '')) return undefined;
  try {
    const lines: Line[] = [];
    for (const file of parsePatch(patch))
      for (const hunk of file.hunks) {
        let { oldStart: before, newStart: after } = hunk;
        if (lines.length > 0) lines.push({ sign: '@', text: '' });
        for (const line of hunk.lines) {
          const text = line.slice(1);
          if (line.startsWith('+')) lines.push({ sign: '+', text, after: after++ });
          else if (line.startsWith('-')) lines.push({ sign: '-', text, before: before++ });
          else if (line.startsWith(' ')) lines.push({ sign: ' ', text, before: before++, after: after++ });
        }
      }
    return lines;
  } catch {
    return undefined;
  }
}

const KIND = { ' ': 'same', '+': 'added', '-': 'removed', '@': 'gap' } as const;

/** A patch as lines with both numbers. */
export function DiffLines({ patch }: { patch: string }) {
  const lines = useMemo(() => diffLines(patch), [patch]);
  if (lines === undefined)
    return (
      <pre class="output" tabIndex={0}>
        {visible(patch.slice(0, 20_000))}
      </pre>
    );
  return (
    <div class="diff" tabIndex={0} role="figure" aria-label={t('Changes')}>
      <table role="presentation">
        {lines.slice(0, DRAWN).map((line) => (
          <tr class={`diff-${KIND[line.sign]}`}>
            <td class="number">{line.before ?? ''}</td>
            <td class="number">{line.after ?? ''}</td>
            <td class="sign">{line.sign === '@' ? '⋯' : line.sign}</td>
            <td class="line">{visible(line.text)}</td>
          </tr>
        ))}
      </table>
      {lines.length > DRAWN && <div class="quiet">{t('{0} more lines', lines.length - DRAWN)}</div>}
    </div>
  );
}
