import * as vscode from 'vscode';
import type { Sandbox } from '../../core/sandbox/sandbox.js';
import type { Attachment } from '../../shared/model/entities.js';
import type { SessionId } from '../../shared/model/ids.js';
import { byParent } from '../../shared/model/select.js';
import type { Services } from '../services.js';
import { currentSandbox, pickSandbox } from '../target.js';
import { titleOf } from '../texts.js';

interface Choice extends vscode.QuickPickItem {
  readonly sandbox?: Sandbox;
  readonly sessionId?: SessionId;
  readonly other?: true;
}

const choices = (sandbox: Sandbox, current: SessionId | undefined, several: boolean): readonly Choice[] => {
  const { name } = sandbox.profile;
  const sessions = (byParent(sandbox.store.state).get(undefined) ?? []).filter((one) => one.archived === undefined);
  const shown = sessions.find((one) => one.id === current);
  const rest = sessions.filter((one) => one !== shown).slice(0, 30);
  const separator = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator });
  return [
    ...(shown === undefined
      ? []
      : [
          {
            label: titleOf(shown.title),
            description: vscode.l10n.t('the session in the chat'),
            iconPath: new vscode.ThemeIcon('comment'),
            sandbox,
            sessionId: shown.id,
          },
        ]),
    { label: vscode.l10n.t('New session'), description: name, iconPath: new vscode.ThemeIcon('add'), sandbox },
    ...(several
      ? [{ label: vscode.l10n.t('Another sandbox…'), iconPath: new vscode.ThemeIcon('vm'), other: true as const }]
      : []),
    ...(rest.length === 0 ? [] : [separator(vscode.l10n.t('Other sessions'))]),
    ...rest.map((one) => ({
      label: titleOf(one.title),
      iconPath: new vscode.ThemeIcon('comment'),
      sandbox,
      sessionId: one.id,
    })),
  ];
};

/** Asks where a prompt goes: the session in the chat first, then a new one, then the others. */
async function chooseSession(services: Services, from: Sandbox, title: string): Promise<Choice | undefined> {
  await from.ready();
  const ref = services.chats.active?.ref;
  const current = ref?.sandboxId === from.profile.id ? ref.sessionId : undefined;
  const chosen = await vscode.window.showQuickPick(choices(from, current, services.sandboxes.all.length > 1), {
    title,
    placeHolder: vscode.l10n.t('Which session gets it?'),
    matchOnDescription: true,
  });
  if (chosen?.other !== true) return chosen;
  const sandbox = await pickSandbox(services, title);
  return sandbox === undefined ? undefined : chooseSession(services, sandbox, title);
}

/**
 * Sends `attachments` with an optional sentence to a session of the user's choice and shows it there.
 * Nothing is sent when any of the questions is escaped.
 */
export async function sendWith(services: Services, attachments: readonly Attachment[], what: string): Promise<void> {
  const first = currentSandbox(services) ?? (await pickSandbox(services, vscode.l10n.t('Send to Sandbox')));
  if (first === undefined) return;
  const title = vscode.l10n.t('Send {0} to Sandbox', what);
  const text = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('What should the agent do with it? You may leave this empty.'),
    placeHolder: vscode.l10n.t('Explain this, fix it, write a test for it…'),
    ignoreFocusOut: true,
  });
  if (text === undefined) return;
  const chosen = await chooseSession(services, first, title);
  if (chosen?.sandbox === undefined) return;
  const { sandbox } = chosen;
  const id = chosen.sessionId ?? (await sandbox.newSession()).id;
  const ref = { sandboxId: sandbox.profile.id, sessionId: id };
  await sandbox.send(id, { text, attachments, ...services.storage.choice(ref) });
  await services.chats.open(ref, { focus: false });
}
