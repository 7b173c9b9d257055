import type { ToolPart } from '../../shared/model/entities.js';
import { TOOL_STATES, toolState } from '../../shared/model/states.js';
import { diffOfCall, pathOfCall } from '../../shared/model/toolCall.js';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { isPicture } from '../ui/image.js';
import { contentOf, failedContentOf } from './index.js';
import { PlainOutput } from './PlainOutput.js';

const OpenDiff = ({ part: { messageId, id } }: { part: ToolPart }) => (
  <button type="button" class="link" onClick={() => host.send('openDiff', { messageId, partId: id })}>
    {t('Open Diff')}
  </button>
);

const OpenFile = ({ path, line }: { path: string; line: number | undefined }) => (
  <button
    type="button"
    class="link"
    onClick={() => host.send('openPath', line === undefined || line === 1 ? { path } : { path, line })}
  >
    {t('Open File')}
  </button>
);

const Actions = ({ part }: { part: ToolPart }) => {
  const { call } = part;
  const path = call.kind === 'read' && call.found.length > 0 ? undefined : pathOfCall(call);
  const isDiff = diffOfCall(call) !== undefined;
  if (part.status !== 'completed' || (path === undefined && !isDiff)) return null;
  return (
    <div class="tool-links">
      {isDiff && <OpenDiff part={part} />}
      {path !== undefined && <OpenFile path={path} line={call.kind === 'read' ? call.excerpt?.from : undefined} />}
    </div>
  );
};

/** Why a call failed; a rejection by the user is shown unobtrusively with its reason. */
const Why = ({ part }: { part: ToolPart }) => {
  const state = toolState(part, false);
  if (state !== 'failed')
    return (
      <div class="quiet">
        {t(TOOL_STATES[state].word)}
        {part.reason === undefined ? '' : `: ${readable(part.reason)}`}
      </div>
    );
  return (
    <div class="tool-error" role="note" dir="auto">
      {readable(part.error ?? t('The tool failed.'))}
    </div>
  );
};

/** The expanded content of a tool call. */
export function Body({ part }: { part: ToolPart }) {
  if (part.status === 'error')
    return (
      <>
        {failedContentOf(part)}
        <Why part={part} />
      </>
    );
  return (
    <>
      {contentOf(part) ?? <PlainOutput part={part} />}
      {part.attachments
        ?.filter(({ url }) => isPicture(url))
        .map(({ id, url, filename }) => (
          <img key={id} class="attached" src={url} alt={filename ?? t('Image')} />
        ))}
      <Actions part={part} />
    </>
  );
}
