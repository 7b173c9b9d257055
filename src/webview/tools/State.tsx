import type { ToolPart } from '../../shared/model/entities.js';
import { TOOL_STATES, toolState, type ToolState } from '../../shared/model/states.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { StateIcon } from '../ui/StateIcon.js';

/** States that are shown with a label, since an icon alone would not show who ended the call. */
const LABELED: ReadonlySet<ToolState> = new Set<ToolState>(['rejected', 'dismissed', 'stopped', 'interrupted']);

/** The state of a tool call. */
export const State = ({ part, live }: { part: ToolPart; live: boolean }) => {
  const state = toolState(part, live);
  const look = TOOL_STATES[state];
  if (!LABELED.has(state)) return <StateIcon look={look} />;
  return (
    <>
      <span class="note outcome ellipsis">
        {t(look.word)}
        {part.reason === undefined ? '' : `: ${readable(part.reason)}`}
      </span>
      <StateIcon look={look} labeled />
    </>
  );
};
