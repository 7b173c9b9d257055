import type { ToolPart } from '../../shared/model/entities.js';
import { t } from '../l10n.js';
import { Icon, Spinner } from '../ui/icons.js';

/** How far a tool call is; one that never ended in a turn that did is told as such. */
export const State = ({ part, live }: { part: ToolPart; live: boolean }) => {
  if (part.status === 'error')
    return (
      <span class="state failed">
        <Icon name="error" />
      </span>
    );
  if (part.status === 'completed')
    return (
      <span class="state done">
        <Icon name="check" />
      </span>
    );
  return live ? <Spinner /> : <span class="note">{t('interrupted')}</span>;
};
