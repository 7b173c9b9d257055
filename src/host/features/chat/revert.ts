import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import type { FileChange, UserMessage } from '../../../shared/model/entities.js';
import type { MessageId } from '../../../shared/model/ids.js';
import { showWarning } from '../../vscode/notifications.js';
import { openText } from '../../vscode/virtualDocuments.js';
import type { ActiveSession } from './activeSession.js';

const { l10n } = vscode;

/** Names of files that a question lists. */
const MAX_LISTED = 12;
/** Turns whose files the server is asked for. */
const MAX_ASKED = 50;
/** Ms that the question waits for the names of files. */
const FILES_TIMEOUT_MS = 3_000;

/** The prompts whose turns a revert to before a message takes back. */
function promptsFrom({ sandbox, session }: ActiveSession, id: MessageId): readonly UserMessage[] {
  const messages = sandbox.store.state.transcripts.get(session.id)?.messages ?? [];
  const at = messages.findIndex((message) => message.id === id);
  return messages.slice(at).filter((message): message is UserMessage => message.role === 'user');
}

/** What the turns of these prompts did to files; the server is asked where the prompts themselves do not tell. */
async function changesOf(
  { sandbox, session }: ActiveSession,
  prompts: readonly UserMessage[],
): Promise<readonly FileChange[]> {
  const told = prompts.flatMap(({ changes = [] }) => changes);
  const port = sandbox.server?.changes;
  if (port === undefined) return told;
  const asked = prompts.filter(({ changes }) => changes === undefined).slice(0, MAX_ASKED);
  const signal = AbortSignal.timeout(FILES_TIMEOUT_MS);
  // Without an answer, the question is asked without the names of the files.
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

/** Opens what the turns of these prompts changed, as patches one after the other. */
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

/** Asks before files in the sandbox go back to what they were, and shows what would be undone where that is wanted. */
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
    // Not modal: what would be undone can be read and scrolled while the question waits.
    chosen = await showWarning(question, label);
  }
  if (chosen === label) await sandbox.revert(session.id, id);
}
