import * as vscode from 'vscode';
import { TEXT_SCHEME } from './ids.js';

/** Virtual documents of a session or a prompt. */
const texts = new Map<string, string>();
const MAX_DOCUMENTS = 400;
let next = 1;

/**
 * Returns a URI for a text that editors can open; the name, which may include folders, determines the language. Texts
 * with the same name are sides of the same file. The last 400 are kept.
 */
export function openText(name: string, text: string): vscode.Uri {
  const names = name.replaceAll(/[^\p{L}\p{N}._ /-]/gu, '_').split('/');
  const path = names.filter((each) => !/^\.*$/.test(each)).join('/');
  const query = String(next++);
  texts.set(query, text);
  for (const old of [...texts.keys()].slice(0, Math.max(0, texts.size - MAX_DOCUMENTS))) texts.delete(old);
  return vscode.Uri.from({ scheme: TEXT_SCHEME, path: `/${path.slice(-300) || 'text'}`, query });
}

/** Registers the content provider of these read-only documents. */
export const registerVirtualDocuments = (): vscode.Disposable =>
  vscode.workspace.registerTextDocumentContentProvider(TEXT_SCHEME, {
    provideTextDocumentContent: (uri) =>
      texts.get(uri.query) ?? vscode.l10n.t('This text is no longer available. Open it again from the chat.'),
  });
