import { useMemo, useState } from 'preact/hooks';
import { host } from '../bridge.js';
import { t } from '../l10n.js';
import type { ToolPart } from '../../shared/model/entities.js';
import { ansi } from './ansi.js';

/** Lines shown before "Show all", and characters that are ever drawn. */
const LINES = 200;
const DRAWN = 200_000;

const tail = (text: string, lines: number): string => {
  let at = text.length;
  for (let i = 0; i < lines && at > 0; i++) at = text.lastIndexOf('\n', at - 1);
  return at <= 0 ? text : text.slice(at + 1);
};

/** What a tool printed: the last lines while it is long, colors, and the whole in an editor. */
export function Output({ text, part }: { text: string; part: ToolPart }) {
  const [all, setAll] = useState(false);
  const bounded = text.length > DRAWN ? text.slice(-DRAWN) : text;
  const shown = all ? bounded : tail(bounded, LINES);
  const cut = shown.length < text.length;
  const runs = useMemo(() => ansi(shown), [shown]);
  if (text.trim() === '') return <div class="quiet">{t('No output')}</div>;
  return (
    <div class="output">
      {cut && (
        <div class="output-bar">
          {!all && bounded.length > shown.length && (
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
      <pre tabIndex={0}>
        {runs.map((run) => (
          <span class={`${run.color === undefined ? '' : `ansi-${run.color}`}${run.bold === true ? ' bold' : ''}`}>
            {run.text}
          </span>
        ))}
      </pre>
    </div>
  );
}
