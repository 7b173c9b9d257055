import { diffOfCall } from '../../../shared/model/toolCall.js';
import { DiffLines } from '../../ui/DiffLines.js';
import type { Card } from '../card.js';

/** The lines that an edit, a patch or a written file changed. */
export const edit: Card<'edit' | 'patch' | 'write'> = {
  content({ call }) {
    const diff = diffOfCall(call);
    return diff && <DiffLines diff={diff} />;
  },
};
