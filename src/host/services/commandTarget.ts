import * as vscode from 'vscode';
import { Failure, toFailure } from '../../core/failure.js';
import type { Sandbox } from '../../core/sandbox/sandbox.js';
import type { Session } from '../../shared/model/entities.js';
import { isSessionId, sandboxId, type SessionId } from '../../shared/model/ids.js';
import { byParent } from '../../shared/model/select.js';
import { withSandbox } from './errorReporter.js';
import type { Services } from './index.js';
import type { SessionRef } from '../vscode/storage.js';
import { phaseText, titleOf } from './labels.js';
import { listed } from '../vscode/notifications.js';

/** A session and the sandbox it lives in. */
export interface Target {
  readonly sandbox: Sandbox;
  readonly session: Session;
}

const gone = (): Failure => new Failure('rejected', vscode.l10n.t('This session no longer exists.'));

/** An argument without a target: VS Code's view titles pass an object of their own. */
const isNothing = (arg: unknown): boolean =>
  arg === undefined ||
  arg === null ||
  (typeof arg === 'object' && 'preserveFocus' in arg && !('sandboxId' in arg) && !('sessionId' in arg));

/**
 * Parses the target of a command: a row of the tree, or an object with the same shape. Undefined without a target, as
 * from the Command Palette, a keybinding or a title; the command then applies to the active chat. Throws for anything
 * else, so that the command does not act on the wrong target.
 */
export function parseSessionRef(arg: unknown): SessionRef | undefined {
  if (isNothing(arg)) return undefined;
  if (typeof arg !== 'object' || arg === null || !('sandboxId' in arg) || typeof arg.sandboxId !== 'string')
    throw new Failure(
      'rejected',
      vscode.l10n.t('The argument of the command is neither a sandbox nor a session. Nothing was changed.'),
    );
  const sandbox = sandboxId(arg.sandboxId);
  if (!('sessionId' in arg) || arg.sessionId === undefined) return { sandboxId: sandbox };
  if (!isSessionId(arg.sessionId)) throw gone();
  return { sandboxId: sandbox, sessionId: arg.sessionId };
}

/** The same for menus of editors, where VS Code passes the URI of the open document. */
export const parseEditorSessionRef = (arg: unknown): SessionRef | undefined =>
  arg instanceof vscode.Uri ? undefined : parseSessionRef(arg);

/** Finds the sandbox of a reference; throws a message for the user if it was removed. */
export function sandboxNamed({ sandboxes }: Services, { sandboxId: id }: SessionRef): Sandbox {
  const sandbox = sandboxes.get(id);
  if (sandbox === undefined) throw new Failure('rejected', vscode.l10n.t('This sandbox was removed.'));
  return sandbox;
}

/** The implicit sandbox: that of the active chat, the default one, or the only one. */
export function currentSandbox(services: Services): Sandbox | undefined {
  const { sandboxes, chats, settings } = services;
  const shown = chats.active?.ref;
  const wanted = settings.defaultSandbox;
  return (
    (shown === undefined ? undefined : sandboxes.get(shown.sandboxId)) ??
    sandboxes.all.find(({ profile }) => wanted !== '' && (profile.id === wanted || profile.name === wanted)) ??
    sandboxes.all[0]
  );
}

/** Lets the user choose a sandbox, unless there is only one. */
export async function pickSandbox(services: Services, title: string): Promise<Sandbox | undefined> {
  const { all } = services.sandboxes;
  if (all.length === 0) {
    await services.commands.run('addSandbox');
    return undefined;
  }
  if (all.length === 1) return all[0];
  const current = currentSandbox(services);
  const items = all
    .toSorted((a, b) => Number(b === current) - Number(a === current))
    .map((sandbox) => ({
      label: sandbox.profile.name,
      description: phaseText(sandbox.connection.phase),
      detail: sandbox.profile.url,
      sandbox,
    }));
  const placeHolder = vscode.l10n.t('Select a sandbox');
  return (await vscode.window.showQuickPick(items, { title, placeHolder, matchOnDetail: true }))?.sandbox;
}

/** The same for commands about the settings of a sandbox, which a local server does not have. */
export async function configuredTarget(services: Services, arg: unknown, title: string): Promise<Sandbox | undefined> {
  const sandbox = await sandboxTarget(services, arg, title);
  if (sandbox?.profile.local !== true) return sandbox;
  const message = vscode.l10n.t(
    'This sandbox runs here as long as the window is open and has no settings. Stop it with "Stop Local Sandbox".',
  );
  return withSandbox(sandbox, () => Promise.reject(new Failure('rejected', message)));
}

/** The target sandbox of a command, or the one the user picks; undefined if canceled. */
export async function sandboxTarget(services: Services, arg: unknown, title: string): Promise<Sandbox | undefined> {
  const ref = parseSessionRef(arg);
  return ref === undefined ? pickSandbox(services, title) : sandboxNamed(services, ref);
}

/** The target session of a command, that of the active chat, or the one the user picks. */
export async function sessionTarget(services: Services, arg: unknown, title: string): Promise<Target | undefined> {
  const ref = parseSessionRef(arg) ?? services.chats.active?.ref;
  const sandbox = ref === undefined ? await pickSandbox(services, title) : sandboxNamed(services, ref);
  if (sandbox === undefined) return undefined;
  if (ref?.sessionId === undefined) return pickSession(sandbox, title);
  return { sandbox, session: await sessionNamed(sandbox, ref.sessionId) };
}

/** A folder of a sandbox: that of a session, else the sandbox's own. */
export interface FolderTarget {
  readonly sandbox: Sandbox;
  readonly session: Session | undefined;
}

/**
 * The target of a command that needs a folder instead of a session: the given session or sandbox, else that of the
 * active chat. The user is asked only for a sandbox.
 */
export async function folderTarget(services: Services, arg: unknown, title: string): Promise<FolderTarget | undefined> {
  const ref = parseSessionRef(arg) ?? services.chats.active?.ref;
  const sandbox = ref === undefined ? await pickSandbox(services, title) : sandboxNamed(services, ref);
  if (sandbox === undefined) return undefined;
  return { sandbox, session: ref?.sessionId === undefined ? undefined : await sessionNamed(sandbox, ref.sessionId) };
}

/** Finds a session; throws a message for the user with the name of the sandbox if it does not exist. */
export const sessionNamed = (sandbox: Sandbox, id: SessionId): Promise<Session> =>
  withSandbox(sandbox, async () => {
    const session = await findSession(sandbox, id);
    if (session === undefined) throw gone();
    return session;
  });

/**
 * Finds a session by its ID; requested from the server if the sessions are not loaded yet, or if it is not among the
 * newest.
 */
export async function findSession(sandbox: Sandbox, id: SessionId): Promise<Session | undefined> {
  const known = (): Session | undefined => sandbox.store.state.sessions.get(id);
  return (
    known() ??
    withSandbox(sandbox, async () => {
      const server = await sandbox.ready();
      return (
        known() ??
        server.sessions.get(id).then(
          (session) => {
            // A chat can only show what the store has.
            sandbox.store.dispatch([{ type: 'session.upserted', session }]);
            sandbox.store.flush();
            return session;
          },
          (error: unknown) => {
            if (toFailure(error).status === 404) return undefined;
            throw error;
          },
        )
      );
    })
  );
}

async function pickSession(sandbox: Sandbox, title: string): Promise<Target | undefined> {
  await sandbox.ready();
  const sessions = byParent(sandbox.store.state).get(undefined) ?? [];
  const items = sessions.map((session) => ({
    label: listed(titleOf(session.title)),
    description: session.id,
    session,
  }));
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: sandbox.profile.name });
  return chosen === undefined ? undefined : { sandbox, session: chosen.session };
}
