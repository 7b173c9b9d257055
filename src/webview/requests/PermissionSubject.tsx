import type { PermissionRequest } from '../../shared/model/entities.js';
import { permissionDetail } from '../../shared/model/permission.js';
import { diffOfCall, pathOfCall } from '../../shared/model/toolCall.js';
import { visible } from '../format.js';
import { t } from '../l10n.js';
import { DiffLines } from '../ui/DiffLines.js';

/** Number of lines of a command that are visible without scrolling. */
const LINES = 6;

/** The complete subject of a permission request: the diff of an edit, or the command. */
export function PermissionSubject({ request }: { request: PermissionRequest }) {
  const detail = permissionDetail(request, '\n');
  const diff = diffOfCall(request.call);
  if (diff !== undefined)
    return (
      <div class="request-body">
        <div class="note">{visible(pathOfCall(request.call) ?? detail)}</div>
        <DiffLines diff={diff} strict />
      </div>
    );
  const lines = detail.split('\n').length;
  return (
    <div class="request-body">
      <pre class="command" tabIndex={0}>
        {visible(detail)}
      </pre>
      {lines > LINES && <div class="note">{t('{0} lines: scroll to read them all', lines)}</div>}
    </div>
  );
}
