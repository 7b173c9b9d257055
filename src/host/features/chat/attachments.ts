import * as vscode from 'vscode';
import type { Attachment } from '../../../shared/model/entities.js';
import { base64OfBytes } from '../../../core/text/base64.js';
import { MAX_ATTACHMENT_BYTES } from '../../../shared/limits.js';
import { nameOfPath } from '../../../shared/sandboxPath.js';

const { l10n } = vscode;

const MIME: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['svg', 'text/plain'],
  ['pdf', 'application/pdf'],
]);

const isText = (bytes: Uint8Array): boolean => {
  if (bytes.subarray(0, 8000).includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** The MIME type of a file, by name and content. */
export function mimeOf(name: string, bytes: Uint8Array): string {
  const known = MIME.get(name.split('.').at(-1)?.toLowerCase() ?? '');
  return known ?? (isText(bytes) ? 'text/plain' : 'application/octet-stream');
}

const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);

/** A local file as an attachment with its content; the reason if it cannot be attached. */
export async function attachFile(uri: vscode.Uri): Promise<Attachment | string> {
  const name = vscode.workspace.asRelativePath(uri, false);
  const { size, type } = await vscode.workspace.fs.stat(uri);
  if ((type & vscode.FileType.File) === 0) return l10n.t('{0} is not a file.', name);
  if (size > MAX_ATTACHMENT_BYTES) return l10n.t('{0} is {1} MB; at most 10 MB can be sent.', name, megabytes(size));
  const bytes = await vscode.workspace.fs.readFile(uri);
  if (bytes.byteLength > MAX_ATTACHMENT_BYTES)
    return l10n.t('{0} is {1} MB; at most 10 MB can be sent.', name, megabytes(bytes.byteLength));
  return {
    kind: 'content',
    name: vscode.workspace.getWorkspaceFolder(uri) === undefined ? nameOfPath(uri.path) : name,
    mime: mimeOf(uri.path, bytes),
    data: base64OfBytes(bytes),
    size: bytes.byteLength,
  };
}

/** Lets the user choose files to attach. */
export async function pickAttachments(): Promise<{ attachments: readonly Attachment[]; refused: readonly string[] }> {
  const chosen = await vscode.window.showOpenDialog({
    canSelectMany: true,
    title: l10n.t('Attach Files to the Prompt'),
    openLabel: l10n.t('Attach'),
  });
  const read = await Promise.all((chosen ?? []).map(attachFile));
  return {
    attachments: read.filter((each) => typeof each !== 'string'),
    refused: read.filter((each) => typeof each === 'string'),
  };
}
