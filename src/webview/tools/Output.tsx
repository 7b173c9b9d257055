import { useMemo, useState } from 'preact/hooks';
import { host } from '../bridge.js';
import { t } from '../l10n.js';
import type { ToolPart } from '../../shared/model/entities.js';
import { beginningOf, endOf } from '../../shared/text/cut.js';
import { ansi, type Run } from './ansi.js';

/** Number of lines shown before "Show all", and the limit of rendered characters. */
const LINES = 200;
const DRAWN = 200_000;
/** Number of lines before the displayed ones that are processed, since programs move up to overwrite lines. */
const OVERDRAWN = 100;

const tail = (text: string, lines: number): string => {
  let at = text.length;
  for (let i = 0; i < lines && at > 0; i++) at = text.lastIndexOf('\n', at - 1);
  return at <= 0 ? text : text.slice(at + 1);
};

const linesIn = (text: string): number => text.split('\n').length;

/** The last lines of terminal output. */
function lastLines(runs: readonly Run[], lines: number): readonly Run[] {
  let left = lines;
  for (let i = runs.length - 1; i >= 0; i--) {
    const { text = '', ...style } = runs[i] ?? {};
    const count = linesIn(text) - 1;
    if (count >= left) return [{ text: tail(text, left), ...style }, ...runs.slice(i + 1)];
    left -= count;
  }
  return runs;
}

const head = (text: string, lines: number): string => {
  let at = -1;
  for (let i = 0; i < lines; i++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) return text;
  }
  return text.slice(0, at);
};

/** The line numbers of `text`, starting at `from`, one per line. */
const numbers = (text: string, from: number): string =>
  text
    .split('\n')
    .map((_, i) => from + i)
    .join('\n');

/**
 * The output of a tool with colors: the last lines if it is long, and a button that opens all of it in an editor. An
 * excerpt of a file is shown from its beginning with line numbers; `from` is its first line.
 */
export function Output({ text, part, from }: { text: string; part: ToolPart; from?: number }) {
  const [all, setAll] = useState(false);
  const end = from === undefined;
  const bounded = end ? endOf(text, DRAWN) : beginningOf(text, DRAWN);
  const shown = all ? bounded : end ? tail(bounded, LINES + OVERDRAWN) : head(bounded, LINES);
  const runs = useMemo(() => (all || !end ? ansi(shown) : lastLines(ansi(shown), LINES)), [shown, all]);
  const hasMore = !all && (shown.length < bounded.length || linesIn(shown) > LINES);
  const cut = shown.length < text.length || hasMore;
  if (text.trim() === '') return <div class="quiet">{t('No output')}</div>;
  return (
    <div class="output">
      {cut && (
        <div class="output-bar">
          {hasMore && (
            <button type="button" class="link" onClick={() => setAll(true)}>
              {t('Show all')}
            </button>
          )}
          <button
            type="button"
            class="link"
            onClick={() => host.send('openOutput', { messageId: part.messageId, partId: part.id })}
          >
            {t('Open full output')}
          </button>
        </div>
      )}
      <pre tabIndex={0} class={end ? '' : 'numbered'}>
        {!end && <span class="numbers">{numbers(shown, from)}</span>}
        {runs.map((run) => (
          <span class={`${run.color === undefined ? '' : `ansi-${run.color}`}${run.bold === true ? ' bold' : ''}`}>
            {run.text}
          </span>
        ))}
      </pre>
    </div>
  );
}
