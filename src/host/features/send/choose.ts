import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { SendPayload } from '../../../core/send/sendPayload.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { byParent } from '../../../shared/model/select.js';
import type { Services } from '../../services/index.js';
import { currentSandbox, pickSandbox } from '../../services/commandTarget.js';
import { titleOf } from '../../services/labels.js';
import { askSentence, confirmSecrets } from './ask.js';
import { deliver } from '../../services/delivery.js';
import { preserveDraft } from '../../services/preserveDraft.js';
import { listed } from '../../vscode/notifications.js';

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
            label: listed(titleOf(shown.title)),
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
      label: listed(titleOf(one.title)),
      iconPath: new vscode.ThemeIcon('comment'),
      sandbox,
      sessionId: one.id,
    })),
  ];
};

/** Asks for the target of a prompt; lists the session in the chat first, then a new one, then the others. */
async function chooseSession(services: Services, from: Sandbox, title: string): Promise<Choice | undefined> {
  await from.ready();
  const ref = services.chats.active?.ref;
  const current = ref?.sandboxId === from.profile.id ? ref.sessionId : undefined;
  const chosen = await vscode.window.showQuickPick(choices(from, current, services.sandboxes.all.length > 1), {
    title,
    placeHolder: vscode.l10n.t('Send to which session?'),
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  if (chosen?.other !== true) return chosen;
  const sandbox = await pickSandbox(services, title);
  return sandbox === undefined ? undefined : chooseSession(services, sandbox, title);
}

/**
 * Sends a payload with an optional text to a session that the user picks, and shows the session. Sends nothing if the
 * user cancels any step.
 */
export async function sendParcel(services: Services, parcel: SendPayload): Promise<void> {
  if (parcel.attachments.length === 0) throw nothingLeft(parcel);
  if (!(await confirmSecrets(parcel))) return;
  const text = await askSentence(parcel, vscode.l10n.t('Send {0} to Sandbox', parcel.what));
  if (text !== undefined) await deliverPrompt(services, parcel, text);
}

/** Sends a payload with a given text to a session that the user picks. */
export async function deliverPrompt(services: Services, parcel: SendPayload, text: string): Promise<void> {
  const title = vscode.l10n.t('Send {0} to Sandbox', parcel.what);
  const sandbox = currentSandbox(services) ?? (await pickSandbox(services, title));
  if (sandbox === undefined) return;
  const prompt = { text, attachments: parcel.attachments };
  const chosen = await preserveDraft(services, sandbox, undefined, prompt, () =>
    chooseSession(services, sandbox, title),
  );
  if (chosen?.sandbox !== undefined) await deliver(services, chosen.sandbox, chosen.sessionId, prompt);
}

const nothingLeft = ({ what, leftOut: [first] }: SendPayload): Failure =>
  new Failure(
    'rejected',
    first === undefined
      ? vscode.l10n.t('{0} contains nothing to send.', what)
      : vscode.l10n.t('Nothing of {0} can be sent. {1}: {2}.', what, first.name, first.why),
  );
