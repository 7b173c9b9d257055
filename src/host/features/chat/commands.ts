import * as vscode from 'vscode';
import type { Disposable } from '../../../core/emitter.js';
import { fileNameFor } from '../../../core/changes/fileNames.js';
import { Failure } from '../../../core/failure.js';
import { allMessages } from '../../../core/sync/pages.js';
import { withSandbox } from '../../services/errorReporter.js';
import { deliver } from '../../services/delivery.js';
import type { Services } from '../../services/index.js';
import {
  pickSandbox,
  parseEditorSessionRef,
  parseSessionRef,
  sandboxNamed,
  sessionNamed,
  sessionTarget,
} from '../../services/commandTarget.js';
import { pickAgent, pickModel } from './quickPicks.js';
import { activeSessionOf } from './activeSession.js';
import type { ChatController } from './chatController.js';
import { toJson, toMarkdown } from './transcript.js';
import { withViewProgress } from '../../vscode/commandRegistry.js';
import { listed } from '../../vscode/notifications.js';
import { askText } from '../../vscode/inputBox.js';

const { l10n } = vscode;

/** "Export Transcript", as Markdown or JSON. */
async function exportTranscript(services: Services, arg: unknown): Promise<void> {
  const target = await sessionTarget(services, parseEditorSessionRef(arg), l10n.t('Export Transcript'));
  if (target === undefined) return;
  const { sandbox, session } = target;
  const name = fileNameFor(session.title, session.id);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: l10n.t('Export Transcript'),
    filters: { Markdown: ['md'], JSON: ['json'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, `${name}.md`) }),
  });
  if (uri === undefined) return;
  const messages = await withSandbox(sandbox, async () => allMessages(await sandbox.ready(), session.id));
  const text = uri.path.endsWith('.json') ? toJson(session, messages) : toMarkdown(session, messages);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  await vscode.window.showTextDocument(uri, { preview: true });
}

/** "Send Prompt", from the Command Palette, a keybinding with a text, or a tree item. */
async function sendPrompt(services: Services, text: unknown, arg: unknown): Promise<void> {
  // From a tree item, the first argument is the item.
  const named = parseSessionRef(text === undefined || text === null || typeof text === 'string' ? arg : text);
  const ref = named ?? services.chats.active?.place;
  const sandbox = ref === undefined ? await pickSandbox(services, l10n.t('Send Prompt')) : sandboxNamed(services, ref);
  if (sandbox === undefined) return;
  // Check before the user types: a prompt to a deleted session could not be sent.
  if (named?.sessionId !== undefined) await sessionNamed(sandbox, named.sessionId);
  const { name } = sandbox.profile;
  const prompt =
    typeof text === 'string'
      ? text
      : await askText({
          title: l10n.t('Send Prompt to {0}', name),
          placeHolder: l10n.t('What should the agent do?'),
          ignoreFocusOut: true,
        });
  if (prompt === undefined || prompt.trim() === '') return;
  await deliver(services, sandbox, ref?.sessionId, { text: prompt, attachments: [] });
}

/** "Run Slash Command": runs a command of the server with arguments. */
async function runCommand(services: Services, surface: ChatController): Promise<void> {
  const sandbox = surface.sandbox ?? (await pickSandbox(services, l10n.t('Run Slash Command')));
  if (sandbox === undefined) return;
  await withSandbox(sandbox, async () => {
    await sandbox.ready();
    const { commands } = sandbox.store.state.catalog;
    if (commands.length === 0) throw new Failure('rejected', l10n.t('This server has no slash commands.'));
    const chosen = await vscode.window.showQuickPick(
      commands.map(({ name, description }) => ({ label: `/${listed(name)}`, detail: listed(description ?? ''), name })),
      { title: l10n.t('Run Slash Command'), matchOnDetail: true },
    );
    if (chosen === undefined) return;
    const args = await askText({
      title: chosen.label,
      placeHolder: l10n.t('Arguments (optional)'),
    });
    if (args === undefined) return;
    const { sessionId, choice } = surface.context;
    const session = sessionId ?? sandbox.draftSession();
    const place = { sandboxId: sandbox.profile.id };
    if (sessionId === undefined) services.storage.moveChoice(place, { ...place, sessionId: session });
    await sandbox.runCommand(session, chosen.name, { text: args, attachments: [], ...choice });
    await services.chats.open({ ...place, sessionId: session });
  });
}

/** "Run in Background": moves the running command or sub-agent of the active chat to the background. */
async function toBackground(surface: ChatController): Promise<void> {
  const { sandbox, session } = activeSessionOf(surface);
  await withSandbox(sandbox, () => sandbox.toBackground(session.id));
}

/** Commands for chats. `front` is the active chat. */
export const registerChatCommands = (services: Services, front: () => ChatController): Disposable =>
  services.commands.register('chat', {
    sendPrompt: (text, arg) => sendPrompt(services, text, arg),
    runCommand: () => runCommand(services, front()),
    selectModel: () => pickModel(services, front()),
    selectAgent: () => pickAgent(front()),
    exportTranscript: withViewProgress((arg) => exportTranscript(services, arg)),
    findInChat: () => front().navigate('find'),
    previousPrompt: () => front().navigate('previousPrompt'),
    nextPrompt: () => front().navigate('nextPrompt'),
    sendNow: () => front().navigate('sendNow'),
    editQueued: () => front().navigate('editWaiting'),
    runInBackground: () => toBackground(front()),
  });
