import * as vscode from 'vscode';
import type { Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { PermissionRequest, Request, Session } from '../../../shared/model/entities.js';
import { failureOf, parentOf, topSession, wasStopped } from '../../../shared/model/select.js';
import type { SandboxState } from '../../../shared/model/state.js';
import { permissionDetail } from '../../../shared/model/permission.js';
import { forEachSandbox } from '../../services/forEachSandbox.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { requestText } from '../../services/labels.js';
import { showError, showInfo, showWarning } from '../../vscode/notifications.js';
import { askReadably } from '../../vscode/consent.js';

const { l10n } = vscode;

/** A notification about a session that is not visible. */
export type Note =
  | { readonly type: 'waiting'; readonly session: Session; readonly requests: readonly Request[] }
  | { readonly type: 'finished' | 'failed'; readonly session: Session };

/** Notifications for the change between two states; sub-agents count for their top-level session. */
export function notes(before: SandboxState, after: SandboxState): readonly Note[] {
  if (before.requests === after.requests && before.status === after.status) return [];
  const result: Note[] = [];
  const waiting = new Map<Session, Request[]>();
  for (const request of after.requests) {
    if (before.requests.some(({ id }) => id === request.id)) continue;
    const session = after.sessions.get(topSession(after, request.sessionId));
    if (session !== undefined) waiting.set(session, [...(waiting.get(session) ?? []), request]);
  }
  for (const [session, requests] of waiting) result.push({ type: 'waiting', session, requests });
  for (const id of before.status.keys()) {
    const session = after.sessions.get(id);
    if (after.status.has(id) || session === undefined || parentOf(after.sessions, id) !== undefined) continue;
    // The user stopped the turn.
    if (wasStopped(after, id)) continue;
    result.push({ type: failureOf(after, id) === undefined ? 'finished' : 'failed', session });
  }
  return result;
}

// Reordering and hidden characters could disguise a question.
const visible = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replaceAll('](', '] (')
    .slice(0, 200);

/** Describes the request in a sentence; `title` is that of the session. */
const permissionText = (request: PermissionRequest, title: string): string =>
  request.call.kind === 'command'
    ? l10n.t('“{0}” wants to run: {1}', title, visible(permissionDetail(request, ', ')))
    : l10n.t('“{0}” asks for permission: {1}', title, visible(requestText(request)));

function say(services: Services, sandbox: Sandbox, note: Note): void {
  const { commands, chats } = services;
  const ref = { sandboxId: sandbox.profile.id, sessionId: note.session.id };
  const title = visible(note.session.title);
  const { name } = sandbox.profile;
  const open = l10n.t('Open');
  const once = l10n.t('Allow Once');
  const guard = (work: () => Promise<unknown>): void =>
    void commands.runWithErrorHandling('notification', () => withSandbox(sandbox, work));
  const show = (): void => guard(() => chats.open(ref));
  if (note.type !== 'waiting') {
    const text =
      note.type === 'finished'
        ? l10n.t('{0} finished “{1}”.', name, title)
        : l10n.t('“{0}” in {1} failed.', title, name);
    void (note.type === 'finished' ? showInfo : showError)(text, open).then((chosen) =>
      chosen === open ? show() : undefined,
    );
    return;
  }
  const [first] = note.requests;
  if (first === undefined) return;
  const more = note.requests.length > 1 ? ` ${l10n.t('(and {0} more)', note.requests.length - 1)}` : '';
  const text =
    first.type === 'permission'
      ? permissionText(first, title) + more
      : l10n.t('“{0}” asks: {1}', title, visible(requestText(first))) + more;
  // A command that is too long to be shown completely cannot be allowed from a notification.
  const whole =
    first.type === 'permission' && requestText(first) === visible(requestText(first)) && note.requests.length === 1;
  void askReadably(
    services.clock,
    () => showWarning(text, open, ...(whole ? [once] : [])),
    (chosen) => chosen === once,
  ).then((chosen) => {
    if (chosen === open) show();
    else if (chosen === once) guard(() => sandbox.replyPermission(first.id, 'once'));
  });
}

/** Notifies about turns that end, fail or need input while their chat is not visible. */
export function notifyUser(services: Services): Disposable {
  const { sandboxes, settings, chats } = services;
  const unseen = (sandbox: Sandbox, note: Note): boolean =>
    !vscode.window.state.focused || !chats.isInView({ sandboxId: sandbox.profile.id, sessionId: note.session.id });
  return forEachSandbox(sandboxes, (sandbox) => {
    /** The first snapshot also reflects earlier events: only notify about open requests. */
    let known = false;
    return sandbox.store.onDidCommit(({ state, before, events }) => {
      const fresh = known ? notes(before, state) : notes(before, state).filter(({ type }) => type === 'waiting');
      known ||= events.some(({ type }) => type === 'snapshot.loaded');
      const wanted = settings.notifications;
      for (const note of fresh)
        if (wanted !== 'none' && (wanted === 'all' || note.type === 'waiting') && unseen(sandbox, note))
          say(services, sandbox, note);
    });
  });
}
