import * as vscode from 'vscode';
import { countOf, preview, secretsIn, sizeOf, type SendPayload } from '../../../core/send/sendPayload.js';
import { formatBytes } from '../../../shared/format.js';
import { openText } from '../../vscode/virtualDocuments.js';
import { showInfo, showWarning } from '../../vscode/notifications.js';

const { l10n } = vscode;

const skippedText = (count: number): string =>
  count === 1 ? l10n.t('1 file is skipped.') : l10n.t('{0} files are skipped.', count);

/** Summarizes the attachments in one line, with the number of skipped files. */
function summary(parcel: SendPayload): string {
  const count = parcel.attachments.length;
  const size = formatBytes(sizeOf(parcel));
  const along =
    count === 0
      ? l10n.t('Nothing else is sent.')
      : count === 1
        ? l10n.t('1 attachment, {0}.', size)
        : l10n.t('{0} attachments, {1}.', count, size);
  const out = countOf(parcel.leftOut);
  return out === 0 ? along : `${along} ${skippedText(out)}`;
}

/** Reports skipped files, for payloads that are sent without a prompt for text. */
export async function showSkipped(parcel: SendPayload): Promise<void> {
  if (parcel.leftOut.length === 0) return;
  const show = l10n.t('Show What Will Be Sent');
  if ((await showInfo(`${parcel.what}: ${skippedText(countOf(parcel.leftOut))}`, show)) === show)
    await showParcel(parcel);
}

/** Previews what will be sent in an editor. */
async function showParcel(parcel: SendPayload): Promise<void> {
  const words = { leftOut: l10n.t('Skipped:'), binary: l10n.t('sent as a file') };
  const uri = openText(`${l10n.t('Sent to Sandbox')}.md`, preview(parcel, words));
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), {
    preview: true,
    preserveFocus: true,
    viewColumn: vscode.ViewColumn.Beside,
  });
}

/** Asks for the optional text; undefined if canceled. */
export function askSentence(parcel: SendPayload, title: string): Promise<string | undefined> {
  const box = vscode.window.createInputBox();
  const show = {
    iconPath: new vscode.ThemeIcon('eye'),
    tooltip: l10n.t('Show What Will Be Sent'),
  };
  box.title = title;
  box.ignoreFocusOut = true;
  box.placeholder = l10n.t('What should the agent do with it? (optional)');
  box.prompt = summary(parcel);
  box.value = parcel.sentence ?? '';
  box.buttons = parcel.attachments.length === 0 ? [] : [show];
  return new Promise((resolve) => {
    box.onDidTriggerButton(() => void showParcel(parcel).then(() => box.show()));
    box.onDidAccept(() => {
      resolve(box.value);
      box.hide();
    });
    box.onDidHide(() => {
      resolve(undefined);
      box.dispose();
    });
    box.show();
  });
}

/** Confirms that possible secrets may be sent; true if there are none. */
export async function confirmSecrets(parcel: SendPayload): Promise<boolean> {
  const signs = secretsIn(parcel);
  if (signs.length === 0) return true;
  const show = l10n.t('Show What Will Be Sent');
  const send = l10n.t('Send Anyway');
  const detail = signs.map(({ path, why }) => `${path}: ${why}`).join('\n');
  for (;;) {
    // The first button has the focus: Enter must not send unread content.
    const question = l10n.t('The content may contain secrets.');
    const answer = await showWarning(question, { modal: true, detail }, show, send);
    if (answer !== show) return answer === send;
    await showParcel(parcel);
  }
}
