import type { ToolPart } from '../../../shared/model/entities.js';
import { beginningOf } from '../../../shared/text/cut.js';
import { readable } from '../../format.js';
import { t } from '../../l10n.js';
import type { Card } from '../card.js';
import { PlainOutput } from '../PlainOutput.js';

const Input = ({ part: { input } }: { part: ToolPart }) =>
  Object.keys(input).length === 0 ? null : (
    <>
      <div class="note">{t('Input')}</div>
      <pre class="input" tabIndex={0}>
        {readable(beginningOf(JSON.stringify(input, undefined, 2), 20_000))}
      </pre>
    </>
  );

/** The arguments of an unknown tool, and its output. */
export const other: Card<'other' | 'outside' | 'skill'> = {
  content: ({ part }) => (
    <>
      <Input part={part} />
      <div class="note">{t('Output')}</div>
      <PlainOutput part={part} />
    </>
  ),
  failed: Input,
};
