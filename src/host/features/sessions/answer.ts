import * as vscode from 'vscode';
import { visiblePath } from '../../../shared/text/invisible.js';
import type { PermissionRequest } from '../../../shared/model/entities.js';
import { requestsOf } from '../../../shared/model/select.js';
import { diffOfCall } from '../../../shared/model/toolCall.js';
import { sessionWithSubagents } from '../../services/sessionTree.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { sessionTarget, type Target } from '../../services/commandTarget.js';
import { requestText, titleOf } from '../../services/labels.js';
import { showWarning } from '../../vscode/notifications.js';
import type { Clock } from '../../../core/ports.js';
import { askModally } from '../../vscode/consent.js';

const { l10n } = vscode;

/** Limits of a request in a dialog, in characters and lines; longer ones are answered in the chat. */
const LONG = 600;
const LINES = 12;

/** Shows a permission request in a dialog; `open` to read it in the chat, `later` if canceled. */
async function decide(
  clock: Clock,
  { sandbox, session }: Target,
  request: PermissionRequest,
): Promise<'open' | 'later' | 'done'> {
  const text = requestText(request);
  const shown = text.split('\n').map(visiblePath).join('\n');
  const [open, once, always, reject] = [
    l10n.t('Open Chat'),
    l10n.t('Allow Once'),
    l10n.t('Always Allow'),
    l10n.t('Reject'),
  ];
  const hasDiff = diffOfCall(request.call) !== undefined;
  const whole = text.length <= LONG && text.split('\n').length <= LINES && !hasDiff;
  const patterns =
    request.always.length === 0
      ? []
      : [l10n.t('“Always allow” covers {0} until the sandbox restarts.', request.always.map(visiblePath).join(', '))];
  const detail = whole
    ? [shown, ...patterns].join('\n\n')
    : l10n.t('{0}…\n\nRead it completely in the chat before you allow it.', shown.slice(0, LONG));
  // The first button has the focus: Enter must not allow anything.
  const buttons = whole ? [open, once, ...(request.always.length > 0 ? [always] : []), reject] : [open, reject];
  const question = l10n.t(
    '“{0}” in {1} asks for permission.',
    visiblePath(titleOf(session.title)),
    sandbox.profile.name,
  );
  const chosen = await askModally(
    clock,
    () => showWarning(question, { modal: true, detail }, ...buttons),
    (answer) => answer === once || answer === always,
  );
  if (chosen === undefined) return 'later';
  if (chosen === open) return 'open';
  await sandbox.replyPermission(request.id, chosen === once ? 'once' : chosen === always ? 'always' : 'reject');
  return 'done';
}

/** "Answer…": shows the requests of a session and its sub-agents one by one; a question is answered in the chat. */
export async function answerRequests(services: Services, arg: unknown): Promise<void> {
  const target = await sessionTarget(services, arg, l10n.t('Answer…'));
  if (target === undefined) return;
  const { sandbox, session } = target;
  await withSandbox(sandbox, async () => {
    for (;;) {
      const { state } = sandbox.store;
      const [request] = requestsOf(state, sessionWithSubagents(state, session.id));
      if (request === undefined) return;
      const next = request.type === 'question' ? 'open' : await decide(services.clock, target, request);
      if (next === 'open') await services.chats.open({ sandboxId: sandbox.profile.id, sessionId: session.id });
      if (next !== 'done') return;
    }
  });
}
