import { DiffLines } from '../../ui/DiffLines.js';
import type { Card } from '../card.js';

/** The lines that an edit or a patch changed. */
export const edit: Card<'edit' | 'patch'> = {
  content: ({ call: { diff } }) => diff && <DiffLines diff={diff} />,
  hasDiff: ({ diff }) => diff !== undefined,
};
