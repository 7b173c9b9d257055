import { contentLines } from '../../../shared/model/toolCall.js';
import { AddedLines, DiffLines } from '../../ui/DiffLines.js';
import type { Card } from '../card.js';

/** The file as it was written. */
export const write: Card<'write'> = {
  content({ call: { content, diff } }) {
    if (content !== '') return <AddedLines lines={contentLines(content)} />;
    return diff && <DiffLines diff={diff} />;
  },
  hasDiff: ({ content, diff }) => content !== '' || diff !== undefined,
};
