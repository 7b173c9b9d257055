import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import { excerptAttachment } from '../../../core/send/context.js';
import { secretsIn, type Skipped } from '../../../core/send/sendPayload.js';
import type { Attachment } from '../../../shared/model/entities.js';
import { translate } from '../../services/labels.js';

const { l10n } = vscode;

/** Size limit of a referenced file in bytes. */
const MAX_REFERENCE_BYTES = 256 * 1024;

async function attachmentOf(value: vscode.Uri | vscode.Location): Promise<Attachment | Skipped> {
  const uri = value instanceof vscode.Uri ? value : value.uri;
  const name = vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/');
  const { type, size } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.File) === 0) return { name, why: l10n.t('not a file') };
  if (size > MAX_REFERENCE_BYTES) return { name, why: l10n.t('larger than 256 kB') };
  const document = await vscode.workspace.openTextDocument(uri);
  const range = value instanceof vscode.Uri ? undefined : value.range;
  const attachment = excerptAttachment({
    path: name,
    language: document.languageId,
    text: document.getText(range),
    firstLine: (range?.start.line ?? 0) + 1,
    lastLine: (range?.end.line ?? 0) + 1,
    whole: range === undefined,
  });
  const [secret] = secretsIn({ what: name, attachments: [attachment], leftOut: [] });
  return secret === undefined ? attachment : { name, why: l10n.t('it seems to contain a secret') };
}

/** Files and selections that the user referenced (`#file`), without those that VS Code adds automatically. */
export async function referencesOf({
  references,
}: vscode.ChatRequest): Promise<{ readonly attachments: readonly Attachment[]; readonly leftOut: readonly Skipped[] }> {
  const attachments: Attachment[] = [];
  const leftOut: Skipped[] = [];
  for (const { value, range } of references) {
    if (range === undefined || !(value instanceof vscode.Uri || value instanceof vscode.Location)) continue;
    const uri = value instanceof vscode.Uri ? value : value.uri;
    const read = await attachmentOf(value).catch((error: unknown) => ({
      name: vscode.workspace.asRelativePath(uri, false),
      why: error instanceof Failure ? translate(error.message) : l10n.t('it cannot be read'),
    }));
    if ('why' in read) leftOut.push(read);
    else attachments.push(read);
  }
  return { attachments, leftOut };
}
