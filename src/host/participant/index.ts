import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../core/emitter.js';
import { visible } from '../../core/changes/paths.js';
import { toFailure } from '../../core/failure.js';
import { isSessionId } from '../../shared/model/ids.js';
import { commandId } from '../ids.js';
import type { Services } from '../services.js';
import { currentSandbox } from '../target.js';
import { explain } from '../texts.js';
import { follow, type Where } from './follow.js';
import { referencesOf } from './references.js';

const { l10n } = vscode;

/** Id of the participant in package.json. */
export const PARTICIPANT = 'opencode-sandbox.sandbox';

/** The session that this conversation already talks to. */
function continued(services: Services, { history }: vscode.ChatContext): Where | undefined {
  for (const turn of history.toReversed()) {
    if (!(turn instanceof vscode.ChatResponseTurn)) continue;
    const { sandboxId, sessionId } = (turn.result.metadata ?? {}) as Readonly<Record<string, unknown>>;
    const sandbox = services.sandboxes.all.find(({ profile }) => profile.id === sandboxId);
    if (sandbox !== undefined && isSessionId(sessionId) && sandbox.store.state.sessions.has(sessionId))
      return { sandbox, sessionId };
  }
  return undefined;
}

async function showChanges({ sandbox, sessionId }: Where, stream: vscode.ChatResponseStream): Promise<number> {
  const changes = await sandbox.sessionChanges(sessionId);
  if (changes.length === 0) return 0;
  const rows = changes
    .slice(0, 20)
    .map(({ path, additions, deletions }) => `- \`${visible(path).replaceAll('`', '')}\` +${additions} −${deletions}`);
  stream.markdown(`\n\n${l10n.t('Changed files')}:\n\n${rows.join('\n')}\n`);
  const target = { sandboxId: sandbox.profile.id, sessionId };
  stream.button({ command: commandId('reviewChanges'), title: l10n.t('Review Changes'), arguments: [target] });
  stream.button({ command: commandId('openSession'), title: l10n.t('Open Session'), arguments: [target] });
  return changes.length;
}

/** One request: its prompt goes to the session, the turn is streamed, then what it changed is shown. */
async function answer(
  { sandbox, sessionId }: Where,
  request: vscode.ChatRequest,
  stream: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
): Promise<vscode.ChatResult> {
  const where = { sandbox, sessionId };
  const { attachments, leftOut } = await referencesOf(request);
  for (const { name, why } of leftOut) stream.progress(l10n.t('Not sent: {0} ({1})', visible(name), why));
  const held = sandbox.openTranscript(sessionId);
  try {
    const id = await sandbox.send(sessionId, { text: request.prompt, attachments });
    const failed = await follow(where, id, stream, token);
    const changed = token.isCancellationRequested ? 0 : await showChanges(where, stream);
    return {
      metadata: { sandboxId: sandbox.profile.id, sessionId, changed },
      ...(failed === undefined ? {} : { errorDetails: { message: `${sandbox.profile.name}: ${failed}` } }),
    };
  } finally {
    held.dispose();
  }
}

const handlerOf =
  (services: Services): vscode.ChatRequestHandler =>
  async (request, context, stream, token) => {
    const known = continued(services, context);
    const sandbox = known?.sandbox ?? currentSandbox(services);
    if (sandbox === undefined) {
      stream.markdown(l10n.t('There is no sandbox yet.'));
      stream.button({ command: commandId('addSandbox'), title: l10n.t('Add Sandbox') });
      return {};
    }
    stream.progress(l10n.t('Sending the prompt to {0}', sandbox.profile.name));
    try {
      const where = known ?? { sandbox, sessionId: (await sandbox.newSession()).id };
      return await answer(where, request, stream, token);
    } catch (error) {
      const { message } = explain(toFailure(error), sandbox.profile.name);
      services.log.warn(message);
      return { errorDetails: { message } };
    }
  };

/** `@sandbox` in VS Code's own chat: a request goes to a session of the sandbox, and the chat goes on with it. */
export function register(services: Services): Disposable {
  const { chat } = vscode as Partial<typeof vscode>;
  // Editors built on VS Code may have no chat.
  if (chat === undefined || !('createChatParticipant' in chat)) return createBag();
  const participant = chat.createChatParticipant(PARTICIPANT, handlerOf(services));
  participant.iconPath = new vscode.ThemeIcon('vm');
  participant.followupProvider = {
    provideFollowups: ({ metadata }) =>
      typeof metadata?.['changed'] === 'number' && metadata['changed'] > 0
        ? [
            { prompt: l10n.t('Run the tests and mend what fails.') },
            { prompt: l10n.t('Explain what you changed and why.') },
          ]
        : [],
  };
  return participant;
}
