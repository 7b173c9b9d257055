import * as vscode from 'vscode';
import { isDraftSession } from '../../../shared/model/ids.js';
import { Failure } from '../../../core/failure.js';
import { sessionLink } from '../../services/deepLinks.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { withViewProgress, type CommandHandlers, type Handler } from '../../vscode/commandRegistry.js';
import { answerRequests } from './answer.js';
import {
  parseSessionRef,
  sandboxNamed,
  sandboxTarget,
  sessionNamed,
  sessionTarget,
  type Target,
} from '../../services/commandTarget.js';
import { manageSavedPermissions } from './savedPermissions.js';
import { showWarning } from '../../vscode/notifications.js';
import { askText } from '../../vscode/inputBox.js';

const { l10n } = vscode;

/** Target sessions of a tree command: all selected ones; other selected rows are ignored. */
async function targets(services: Services, arg: unknown, selected: unknown, title: string): Promise<readonly Target[]> {
  const rows = Array.isArray(selected) ? (selected as readonly unknown[]) : [];
  const sessions = rows.filter((row) => parseSessionRef(row)?.sessionId !== undefined);
  const many = sessions.length > 0 ? sessions : [arg];
  const found = await Promise.all(many.map((each) => sessionTarget(services, each, title)));
  return found.filter((target) => target !== undefined);
}

/** Shows an empty chat immediately; the server creates its session with the first prompt. */
async function newSession(services: Services, arg: unknown): Promise<void> {
  // The row of a session that is not created yet opens its chat.
  const draft: unknown = typeof arg === 'object' && arg !== null && 'openDraft' in arg ? arg.openDraft : undefined;
  const sandbox = await sandboxTarget(
    services,
    parseSessionRef(arg) ?? services.chats.active?.ref,
    l10n.t('New Session'),
  );
  if (sandbox === undefined) return;
  const { id: sandboxId } = sandbox.profile;
  await services.chats.open({ sandboxId, ...(isDraftSession(draft) ? { sessionId: draft } : {}) });
}

async function rename(services: Services, arg: unknown): Promise<void> {
  const target = await sessionTarget(services, arg, l10n.t('Rename Session'));
  if (target === undefined) return;
  const { sandbox, session } = target;
  const title = await askText({
    title: l10n.t('Rename Session'),
    value: session.title,
    validateInput: (text) =>
      text.trim() === '' ? l10n.t('Enter a title.') : text.length > 300 ? l10n.t('This is too long.') : undefined,
  });
  if (title !== undefined) await withSandbox(sandbox, () => sandbox.rename(session.id, title.trim()));
}

async function remove(services: Services, arg: unknown, selected: unknown): Promise<void> {
  const list = await targets(services, arg, selected, l10n.t('Delete Session'));
  const [first] = list;
  if (first === undefined) return;
  const label = l10n.t('Delete');
  const question =
    list.length === 1
      ? l10n.t('Delete the session "{0}"?', first.session.title)
      : l10n.t('Delete {0} sessions?', list.length);
  const detail = l10n.t(
    'It will be deleted from {0}, including its sub-agents. This cannot be undone.',
    first.sandbox.profile.name,
  );
  if ((await showWarning(question, { modal: true, detail }, label)) !== label) return;
  await Promise.all(list.map(({ sandbox, session }) => withSandbox(sandbox, () => sandbox.remove(session.id))));
}

/** Archives or unarchives sessions. */
async function setArchived(services: Services, arg: unknown, selected: unknown, archived: boolean): Promise<void> {
  const title = archived ? l10n.t('Archive Session') : l10n.t('Restore Session');
  const list = await targets(services, arg, selected, title);
  await Promise.all(
    list.map(({ sandbox, session }) =>
      withSandbox(sandbox, async () => {
        if ((session.archived !== undefined) === archived) return;
        const { sessions } = await sandbox.ready();
        if (sessions.archive === undefined)
          throw new Failure('rejected', l10n.t('This server cannot archive sessions.'));
        await sandbox.archive(session.id, archived);
      }),
    ),
  );
}

async function compact(services: Services, arg: unknown): Promise<void> {
  const target = await sessionTarget(services, arg, l10n.t('Compact Session'));
  if (target === undefined) return;
  const { sandbox, session } = target;
  const { catalog } = sandbox.store.state;
  const model = session.model ?? catalog.defaultModel ?? catalog.models[0];
  if (model === undefined) throw new Failure('rejected', l10n.t('There is no model to summarize with.'));
  await withSandbox(sandbox, () => sandbox.compact(session.id, model));
}

async function openInBrowser(services: Services, arg: unknown): Promise<void> {
  const ref = parseSessionRef(arg) ?? services.chats.active?.ref;
  const sandbox = await sandboxTarget(services, ref, l10n.t('Open in Browser'));
  if (sandbox === undefined) return;
  const server = await withSandbox(sandbox, () => sandbox.ready());
  const session = ref?.sessionId === undefined ? undefined : await sessionNamed(sandbox, ref.sessionId);
  const url = server.webUi?.(session);
  if (url === undefined) throw new Failure('rejected', l10n.t('This server has no web page.'));
  await vscode.env.openExternal(vscode.Uri.parse(url, true));
}

async function withSession(
  services: Services,
  arg: unknown,
  title: string,
  work: (target: Target) => Promise<unknown>,
): Promise<void> {
  const target = await sessionTarget(services, arg, title);
  if (target !== undefined) await withSandbox(target.sandbox, () => work(target));
}

/** Keybindings pass "selection", which means the selected rows; without a selection they do nothing. */
const byKey =
  (selected: () => readonly unknown[], work: (arg: unknown, many: unknown) => Promise<void>): Handler =>
  async (arg, many) => {
    const rows = selected().filter((row) => parseSessionRef(row)?.sessionId !== undefined);
    if (arg !== 'selection') await work(arg, many);
    else if (rows.length > 0) await work(rows[0], rows);
  };

const open = (services: Services, arg: unknown, editor: boolean): Promise<void> =>
  withSession(services, arg, l10n.t('Open Session'), ({ sandbox, session }) =>
    services.chats.open({ sandboxId: sandbox.profile.id, sessionId: session.id }, { editor }),
  );

const fork = (services: Services, arg: unknown): Promise<void> =>
  withSession(services, arg, l10n.t('Fork Session'), async ({ sandbox, session }) => {
    const made = await sandbox.fork(session.id);
    await services.chats.open({ sandboxId: sandbox.profile.id, sessionId: made.id });
  });

async function refresh(services: Services, arg: unknown): Promise<void> {
  const ref = parseSessionRef(arg);
  const named = ref === undefined ? undefined : sandboxNamed(services, ref);
  // A button in the view's title passes the focused row, so also refresh connected sandboxes.
  const list = services.sandboxes.all.filter(
    (one) => named === undefined || one === named || one.connection.phase === 'connected',
  );
  await Promise.all(list.map((sandbox) => withSandbox(sandbox, () => sandbox.refresh())));
}

const copyLink = (services: Services, arg: unknown): Promise<void> =>
  withSession(services, arg, l10n.t('Copy Session Link'), async ({ sandbox, session }) => {
    await vscode.env.clipboard.writeText(sessionLink(services.context.extension.id, sandbox.profile.id, session.id));
    vscode.window.setStatusBarMessage(l10n.t('Link copied.'), 3000);
  });

/** Commands for sessions in the tree, the Command Palette and the chat's title. */
export const sessionHandlers = (
  services: Services,
  selected: () => readonly unknown[],
): Omit<CommandHandlers<'sessions'>, 'openRow' | 'findSession'> => ({
  newSession: (arg) => newSession(services, arg),
  openSession: (arg) => open(services, arg, false),
  openSessionInEditor: (arg) => open(services, arg, true),
  renameSession: byKey(selected, (arg) => rename(services, arg)),
  deleteSession: byKey(selected, (arg, many) => remove(services, arg, many)),
  archiveSession: withViewProgress((arg, many) => setArchived(services, arg, many, true)),
  restoreSession: withViewProgress((arg, many) => setArchived(services, arg, many, false)),
  forkSession: withViewProgress((arg) => fork(services, arg)),
  abortSession: (arg) =>
    withSession(services, arg, l10n.t('Stop Session'), ({ sandbox, session }) => sandbox.abort(session.id)),
  answerRequest: (arg) => answerRequests(services, arg),
  compactSession: withViewProgress((arg) => compact(services, arg)),
  refresh: withViewProgress((arg) => refresh(services, arg)),
  copySessionLink: (arg) => copyLink(services, arg),
  openInBrowser: (arg) => openInBrowser(services, arg),
  manageSavedPermissions: (arg) => manageSavedPermissions(services, arg),
});
