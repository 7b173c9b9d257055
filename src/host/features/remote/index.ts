import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { Failure } from '../../../core/failure.js';
import { parseRemoteCommand, type RemoteCommand } from '../../../core/sandbox/remote.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { SessionId } from '../../../shared/model/ids.js';
import type { ChatSurface } from '../../services/chatRegistry.js';
import { forEachSandbox } from '../../services/forEachSandbox.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { parseSessionRef, sandboxTarget, sessionNamed } from '../../services/commandTarget.js';
import { showInfo, showWarning } from '../../vscode/notifications.js';

const { l10n } = vscode;

/** Limit of visible notifications of one sandbox; others are logged. */
const TOASTS = 3;

const isAllowed = ({ storage }: Services, { profile }: Sandbox): boolean | undefined =>
  storage.remoteControl(profile.id, profile.url);
function decide({ storage }: Services, { profile }: Sandbox, allowed: boolean): void {
  storage.saveRemoteControl(profile.id, profile.url, allowed);
  const text = allowed
    ? l10n.t('Other programs may control the chat of {0}.', profile.name)
    : l10n.t('Other programs cannot control the chat of {0}.', profile.name);
  vscode.window.setStatusBarMessage(text, 5000);
}

/** Shows the active chat of this sandbox, else any of its chats, else the view, without moving the focus. */
async function chatOf({ chats }: Services, sandbox: Sandbox): Promise<ChatSurface> {
  const own = (chat: ChatSurface | undefined): boolean => chat?.ref?.sandboxId === sandbox.profile.id;
  const shown = own(chats.active) ? chats.active : chats.all.findLast(own);
  if (shown === undefined) return chats.open({ sandboxId: sandbox.profile.id }, { focus: false });
  if (!shown.visible) await shown.reveal(false);
  return shown;
}

async function openSession(services: Services, sandbox: Sandbox, sessionId: SessionId): Promise<void> {
  await sessionNamed(sandbox, sessionId);
  await services.chats.open({ sandboxId: sandbox.profile.id, sessionId }, { focus: false });
}

/** Runs commands of other clients of a sandbox, in order. */
function createPerformer(services: Services, sandbox: Sandbox): (meaning: RemoteCommand) => void {
  let last: Promise<unknown> = Promise.resolve();
  let toasts = 0;
  let listing = false;
  const show = (message: string, severity: 'info' | 'warning'): void => {
    services.log.info(`${sandbox.profile.name} (remote control): ${message}`);
    if (toasts === TOASTS) return;
    toasts++;
    const text = `${sandbox.profile.name}: ${message}`;
    const shown = severity === 'warning' ? showWarning(text) : showInfo(text);
    void shown.then(() => toasts--);
  };
  const list = async (): Promise<void> => {
    if (listing) return;
    listing = true;
    await services.commands.run('findSession').finally(() => (listing = false));
  };
  const perform = async (meaning: RemoteCommand): Promise<void> => {
    switch (meaning.type) {
      case 'append':
        return (await chatOf(services, sandbox)).insert(meaning.text, true);
      case 'submit':
        return (await chatOf(services, sandbox)).submit();
      case 'toast':
        return show(meaning.message, meaning.severity);
      case 'openSession':
        return openSession(services, sandbox, meaning.sessionId);
      case 'listSessions':
        // The list stays open until the user chooses; later commands do not wait for it.
        void list();
    }
  };
  return (meaning) => {
    last = last.then(() =>
      services.commands.runWithErrorHandling('remote control', () => withSandbox(sandbox, () => perform(meaning))),
    );
  };
}

/** Asks once per window; commands in the meantime are dropped. */
async function askToAllow(services: Services, sandbox: Sandbox): Promise<void> {
  const allow = l10n.t('Allow');
  const never = l10n.t('Never');
  const chosen = await showInfo(
    l10n.t(
      'Another program wants to control the chat of “{0}”: write to its input, send prompts, open sessions and show messages.',
      sandbox.profile.name,
    ),
    allow,
    never,
  );
  if (chosen !== undefined) decide(services, sandbox, chosen === allow);
}

function follow(services: Services, sandbox: Sandbox): Disposable {
  const perform = createPerformer(services, sandbox);
  let asked = false;
  return sandbox.store.onDidCommit(({ events }) => {
    for (const event of events) {
      if (event.type !== 'remote.control') continue;
      const meaning = parseRemoteCommand(event.control);
      if (meaning === undefined) {
        services.log.debug(`${sandbox.profile.name}: ignored an unsupported remote control event`);
        continue;
      }
      const allowed = isAllowed(services, sandbox);
      if (allowed === true) perform(meaning);
      else if (allowed === undefined && !asked) {
        asked = true;
        void services.commands.runWithErrorHandling('remote control', () => askToAllow(services, sandbox));
      }
    }
  });
}

/** Lets the user allow or forbid remote control, and shows the current state. */
async function choose(services: Services, arg: unknown): Promise<void> {
  const ref = parseSessionRef(arg) ?? services.chats.active?.ref;
  const sandbox = await sandboxTarget(services, ref, l10n.t('Remote Control'));
  if (sandbox === undefined) return;
  const { remoteControl } = await withSandbox(sandbox, () => sandbox.ready());
  if (remoteControl === undefined) throw new Failure('rejected', l10n.t('This server has no remote control.'));
  const now = isAllowed(services, sandbox) === true;
  const mark = (on: boolean): string => (on ? '$(check)' : '$(blank)');
  const chosen = await vscode.window.showQuickPick(
    [
      {
        label: `${mark(!now)} ${l10n.t('Off')}`,
        detail: l10n.t('Requests from other programs to the chat are ignored.'),
        allowed: false,
      },
      {
        label: `${mark(now)} ${l10n.t('Allowed in this workspace')}`,
        detail: l10n.t('They may write to the input, send prompts, open sessions and show messages.'),
        allowed: true,
      },
    ],
    { title: l10n.t('Remote Control of {0}', sandbox.profile.name) },
  );
  if (chosen !== undefined) decide(services, sandbox, chosen.allowed);
}

/** Registers remote control, as in OpenCode's own client: four commands, disabled until the user allows them for a sandbox. */
export function register(services: Services): Disposable {
  const { sandboxes, commands } = services;
  return createBag(
    forEachSandbox(sandboxes, (sandbox) => follow(services, sandbox)),
    commands.register('remote', { remoteControl: (arg) => choose(services, arg) }),
  );
}
