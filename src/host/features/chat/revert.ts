import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import type { FileChange, UserMessage } from '../../../shared/model/entities.js';
import type { MessageId } from '../../../shared/model/ids.js';
import { showWarning } from '../../vscode/notifications.js';
import { openText } from '../../vscode/virtualDocuments.js';
import type { ActiveSession } from './activeSession.js';

const { l10n } = vscode;

/** Limit of file names in the confirmation. */
const MAX_LISTED = 12;
/** Limit of turns whose files are requested from the server. */
const MAX_ASKED = 50;
/** Time in ms that the confirmation waits for the file names. */
const FILES_TIMEOUT_MS = 3_000;

/** The prompts whose turns are undone by a revert to the state before a message. */
function promptsFrom({ sandbox, session }: ActiveSession, id: MessageId): readonly UserMessage[] {
  const messages = sandbox.store.state.transcripts.get(session.id)?.messages ?? [];
  const at = messages.findIndex((message) => message.id === id);
  return messages.slice(at).filter((message): message is UserMessage => message.role === 'user');
}

/** The changes of these prompts' turns; requested from the server if the prompts do not contain them. */
async function changesOf(
  { sandbox, session }: ActiveSession,
  prompts: readonly UserMessage[],
): Promise<readonly FileChange[]> {
  const told = prompts.flatMap(({ changes = [] }) => changes);
  const port = sandbox.server?.changes;
  if (port === undefined) return told;
  const asked = prompts.filter(({ changes }) => changes === undefined).slice(0, MAX_ASKED);
  const signal = AbortSignal.timeout(FILES_TIMEOUT_MS);
  // Without a response, the confirmation does not list the files.
  const answers = await Promise.all(asked.map(({ id }) => port.turn(session.id, id, signal).catch(() => undefined)));
  return [...told, ...answers.flatMap((changes = []) => changes)];
}

async function detailOf(scope: ActiveSession, prompts: readonly UserMessage[]): Promise<string> {
  const { sandbox } = scope;
  const changes = await changesOf(scope, prompts);
  const files = [...new Set(changes.flatMap(({ path, unlisted }) => (unlisted === undefined ? [path] : [])))];
  const { name } = sandbox.profile;
  if (files.length === 0)
    return l10n.t(
      'The messages from here on are hidden, and files they changed in {0} are restored. You can undo this until the next prompt.',
      name,
    );
  const words = l10n.t(
    'The messages from here on are hidden, and these files in {0} are restored. You can undo this until the next prompt.',
    name,
  );
  return `${words}\n\n${files.slice(0, MAX_LISTED).join('\n')}${files.length > MAX_LISTED ? '\n…' : ''}`;
}

/** Opens the patches of these prompts' turns in one document. */
async function showChanges({ sandbox, session }: ActiveSession, prompts: readonly UserMessage[]): Promise<void> {
  const { changes } = await sandbox.ready();
  const turns = await Promise.all(prompts.map(async ({ id }) => (await changes?.turn(session.id, id)) ?? []));
  const text = turns
    .flat()
    .map(({ patch, path }) => patch ?? path)
    .join('\n');
  if (text === '') throw new Failure('rejected', l10n.t('No file was changed since this message.'));
  const document = await vscode.workspace.openTextDocument(openText('revert.diff', text));
  await vscode.window.showTextDocument(document, { preview: true });
}

/** Reverts after a confirmation, which can show the changes that would be undone. */
export async function revert(scope: ActiveSession, id: MessageId): Promise<void> {
  const { sandbox, session } = scope;
  const prompts = promptsFrom(scope, id);
  const question = l10n.t('Go back to before this message?');
  const label = l10n.t('Revert');
  const show = l10n.t('Show Changes First');
  const canShow = sandbox.server?.changes !== undefined;
  const detail = await detailOf(scope, prompts);
  let chosen = await showWarning(question, { modal: true, detail }, label, ...(canShow ? [show] : []));
  if (chosen === show) {
    await showChanges(scope, prompts);
    // Not modal, so that the user can scroll through the changes first.
    chosen = await showWarning(question, label);
  }
  if (chosen === label) await sandbox.revert(session.id, id);
}
