import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { Failure } from '../../../core/failure.js';
import type { SendPayload } from '../../../core/send/sendPayload.js';
import type { Services } from '../../services/index.js';
import { confirmSecrets, showSkipped } from './ask.js';
import { deliverPrompt, sendParcel } from './choose.js';
import { selectionOf } from '../../vscode/excerpt.js';
import { filesParcel } from './files.js';
import { problemsParcel } from '../../services/problems.js';
import { fixSentence, isProblemsAt, problemsAt, registerLightbulb } from './problems.js';
import { branchParcel, changesParcel } from './scm.js';
import { chooseSource } from './sources.js';
import { templatePrompt } from './templates.js';
import { terminalParcel } from './terminal.js';
import { testParcel } from './testing.js';

const { l10n } = vscode;

/** The files that a menu was opened on: all selected ones, or the given one; otherwise the open file. */
function urisOf(uri: unknown, all: unknown): readonly vscode.Uri[] {
  const list = Array.isArray(all) ? all.filter((one): one is vscode.Uri => one instanceof vscode.Uri) : [];
  if (list.length > 0) return list;
  const own = uri instanceof vscode.Uri ? uri : vscode.window.activeTextEditor?.document.uri;
  if (own === undefined) throw new Failure('rejected', l10n.t('Select the files to send.'));
  return [own];
}

const isOpen = (uri: vscode.Uri): boolean => vscode.window.activeTextEditor?.document.uri.toString() === uri.toString();

function selectionParcel(): SendPayload {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) throw new Failure('rejected', l10n.t('Open a file and select the text to send.'));
  const attachment = selectionOf(editor);
  return { what: attachment.name, attachments: [attachment], leftOut: [] };
}

async function diagnosticsParcel(arg: unknown): Promise<SendPayload> {
  if (!isProblemsAt(arg)) return problemsParcel(urisOf(arg, undefined)[0] ?? vscode.Uri.file('/'));
  const problems = problemsAt(arg);
  return problemsParcel(arg.uri, problems, arg.fix ? fixSentence(problems.length) : undefined);
}

/** Adds attachments to the chat's input. */
async function attach({ chats }: Services, parcel: SendPayload): Promise<void> {
  const { attachments, leftOut, what } = parcel;
  const [first] = leftOut;
  if (attachments.length === 0)
    throw new Failure(
      'rejected',
      l10n.t('Nothing of {0} can be sent. {1}: {2}.', what, first?.name ?? '', first?.why ?? ''),
    );
  if (!(await confirmSecrets(parcel))) return;
  const chat = chats.active;
  await chat?.reveal(true);
  chat?.attach(attachments);
  void showSkipped(parcel);
}

/** Registers "Send to Sandbox" for all views, and adding the same content to the next prompt. */
export function register(services: Services): Disposable {
  const { commands, settings } = services;
  const send = async (parcel: SendPayload | Promise<SendPayload>): Promise<void> => sendParcel(services, await parcel);
  return createBag(
    registerLightbulb(services),
    commands.register('send', {
      sendSelection: () =>
        vscode.window.activeTextEditor === undefined ? chooseSource(services) : send(selectionParcel()),
      sendFrom: () => chooseSource(services),
      sendFile: (uri, all) => send(filesParcel(urisOf(uri, all))),
      async sendFolder(uri, all) {
        if (uri instanceof vscode.Uri) return send(filesParcel(urisOf(uri, all)));
        const options = { canSelectFiles: false, canSelectFolders: true, openLabel: l10n.t('Send to Sandbox') };
        const chosen = await vscode.window.showOpenDialog(options);
        return chosen === undefined ? undefined : send(filesParcel(chosen));
      },
      sendDiagnostics: (at) => send(diagnosticsParcel(at)),
      sendTerminalSelection: () => send(terminalParcel()),
      sendChanges: (...args) => send(changesParcel(args.flat())),
      sendBranch: (...args) => send(branchParcel(args)),
      sendTestFailure: (test) => send(testParcel(test)),
      async sendTemplate() {
        const prompt = await templatePrompt(settings.promptTemplates);
        if (prompt !== undefined) await deliverPrompt(services, prompt, prompt.text);
      },
      // An editor's menu passes its file too; the selection takes precedence there.
      attachToPrompt: async (uri, all) =>
        attach(
          services,
          uri instanceof vscode.Uri && !isOpen(uri) ? await filesParcel(urisOf(uri, all)) : selectionParcel(),
        ),
      attachFile: async (uri, all) => attach(services, await filesParcel(urisOf(uri, all))),
    }),
  );
}
