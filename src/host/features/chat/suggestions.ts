import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import type { Suggestion } from '../../../shared/chat.js';
import { problemsParcel } from '../../services/problems.js';
import { analysisPrompt } from '../../services/taskPrompts.js';
import type { ChatSurface } from '../../services/chatRegistry.js';

const { l10n } = vscode;

async function fixProblems(surface: ChatSurface): Promise<void> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors[0];
  if (editor === undefined) throw new Failure('rejected', l10n.t('Open the file with the problems to fix.'));
  const { attachments } = await problemsParcel(editor.document.uri);
  surface.attach(attachments);
  surface.insert(l10n.t('Fix the problems of this file.'), false);
}

/** Inserts a prompt for a common task with its attachments into the input, for the user to send. */
export async function suggest(surface: ChatSurface, id: Suggestion): Promise<void> {
  if (id === 'fixProblems') await fixProblems(surface);
  else surface.insert(id === 'explain' ? analysisPrompt() : l10n.t('Run the tests and fix any failures.'), false);
  await surface.reveal(true);
}
