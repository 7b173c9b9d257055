import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../core/emitter.js';
import { Failure } from '../../core/failure.js';
import type { Services } from '../services.js';
import { sendWith } from './choose.js';
import { fileOf, selectionOf } from './excerpt.js';

/** The files a menu was opened on: all that are selected in the explorer, or the one. */
const urisOf = (uri: unknown, all: unknown): readonly vscode.Uri[] => {
  const list = Array.isArray(all) ? all.filter((one): one is vscode.Uri => one instanceof vscode.Uri) : [];
  if (list.length > 0) return list;
  const own = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
  return own === undefined ? [] : [own];
};

const editorOf = (): vscode.TextEditor => {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Failure('rejected', vscode.l10n.t('Open a file and select what should be sent.'));
  return editor;
};

async function sendFiles(services: Services, uris: readonly vscode.Uri[]): Promise<void> {
  if (uris.length === 0) throw new Failure('rejected', vscode.l10n.t('Choose the files that should be sent.'));
  const attachments = await Promise.all(uris.map(fileOf));
  const [first] = attachments;
  await sendWith(
    services,
    attachments,
    attachments.length === 1 ? (first?.name ?? '') : vscode.l10n.t('{0} files', attachments.length),
  );
}

/** "Send to Sandbox" from where a user already is, and the same as a chip for the next prompt. */
export function register(services: Services): Disposable {
  const { commands, chats } = services;
  return createBag(
    commands.register('sendSelection', async () => {
      const attachment = selectionOf(editorOf());
      await sendWith(services, [attachment], attachment.name);
    }),
    commands.register('sendFile', (uri, all) => sendFiles(services, urisOf(uri, all))),
    commands.register('attachToPrompt', async (uri, all) => {
      const attachments =
        uri instanceof vscode.Uri ? await Promise.all(urisOf(uri, all).map(fileOf)) : [selectionOf(editorOf())];
      const chat = chats.active;
      await chat?.reveal(true);
      chat?.attach(attachments);
    }),
  );
}
