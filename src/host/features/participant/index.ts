import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { visiblePath } from '../../../shared/text/invisible.js';
import { toFailure } from '../../../core/failure.js';
import { isDraftSession, isSessionId, type MessageId, type SessionId } from '../../../shared/model/ids.js';
import { countFiles, createdFor } from '../../../shared/model/select.js';
import { commandLink } from '../../vscode/commandRegistry.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { currentSandbox, findSession } from '../../services/commandTarget.js';
import { explain } from '../../services/labels.js';
import { escapeMarkdown } from '../../../shared/text/sanitizeText.js';
import { follow, type Where } from './follow.js';
import { referencesOf } from './references.js';

const { l10n } = vscode;

/** ID of the participant in package.json. */
export const PARTICIPANT = 'opencode-sandbox.sandbox';

/** Metadata of a response, read by later requests. */
const metadataOf = ({ sandbox, sessionId }: Where, changed: number): Readonly<Record<string, unknown>> => ({
  sandboxId: sandbox.profile.id,
  sessionId,
  changed,
});

/** The session of the last response in this conversation. */
function lastTarget(services: Services, { history }: vscode.ChatContext): Where | undefined {
  for (const turn of history.toReversed()) {
    if (!(turn instanceof vscode.ChatResponseTurn)) continue;
    const { sandboxId, sessionId } = (turn.result.metadata ?? {}) as Readonly<Record<string, unknown>>;
    const sandbox = services.sandboxes.all.find(({ profile }) => profile.id === sandboxId);
    if (sandbox !== undefined && isSessionId(sessionId)) return { sandbox, sessionId };
  }
  return undefined;
}

/**
 * That session, or a draft session if it no longer exists. In a window that has just been loaded, it is requested from
 * the server.
 */
export async function whereFor(sandbox: Sandbox, before: Where | undefined): Promise<Where> {
  const known = before === undefined ? undefined : await findSession(sandbox, before.sessionId);
  if (known !== undefined) return { sandbox, sessionId: known.id };
  await sandbox.ready();
  return { sandbox, sessionId: sandbox.draftSession() };
}

/** Resolves with the session of a prompt once it is created; a cancellation before that removes the prompt. */
async function createdFrom(
  sandbox: Sandbox,
  wanted: SessionId,
  prompt: MessageId,
  token: vscode.CancellationToken,
): Promise<SessionId> {
  if (!isDraftSession(wanted)) return wanted;
  const subscription = token.onCancellationRequested(() => sandbox.cancelPrompt(prompt));
  return sandbox.created(wanted).finally(() => subscription.dispose());
}

async function showChanges(
  { sandbox, sessionId }: Where,
  ended: MessageId,
  stream: vscode.ChatResponseStream,
): Promise<number> {
  const changes = await sandbox.sessionChanges(sessionId, ended);
  if (changes.length === 0) return 0;
  const rows = changes
    .filter(({ unlisted }) => unlisted === undefined)
    .slice(0, 20)
    .map(
      ({ path, additions, deletions }) => `- \`${visiblePath(path).replaceAll('`', '')}\` +${additions} −${deletions}`,
    );
  stream.markdown(`\n\n${l10n.t('Changed files')}:\n\n${rows.join('\n')}\n`);
  const target = { sandboxId: sandbox.profile.id, sessionId };
  stream.button(commandLink('reviewChanges', l10n.t('Review Changes'), target));
  stream.button(commandLink('openSession', l10n.t('Open Session'), target));
  return countFiles(changes);
}

/** Handles a request: sends its prompt to the session, streams the turn, then shows its changes. */
async function answer(
  { commands }: Services,
  { sandbox, sessionId: wanted }: Where,
  request: vscode.ChatRequest,
  stream: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
): Promise<vscode.ChatResult> {
  const { attachments, leftOut } = await referencesOf(request);
  for (const { name, why } of leftOut)
    stream.progress(escapeMarkdown(l10n.t('Not sent: {0} ({1})', visiblePath(name), why)));
  const id = await sandbox.send(wanted, { text: request.prompt, attachments });
  const sessionId = await createdFrom(sandbox, wanted, id, token);
  const where = { sandbox, sessionId };
  const held = sandbox.openTranscript(sessionId);
  try {
    // If the cancellation does not reach the sandbox, the turn continues there: show the error with a button.
    const stop = (): Promise<unknown> =>
      commands.runWithErrorHandling('stop', () => withSandbox(sandbox, () => sandbox.abort(sessionId)));
    const failed = await follow(where, id, stream, token, stop);
    const changed = token.isCancellationRequested ? 0 : await showChanges(where, id, stream);
    return {
      metadata: metadataOf(where, changed),
      ...(failed === undefined
        ? {}
        : { errorDetails: { message: escapeMarkdown(`${sandbox.profile.name}: ${failed}`) } }),
    };
  } finally {
    held.dispose();
  }
}

const handlerOf =
  (services: Services): vscode.ChatRequestHandler =>
  async (request, context, stream, token) => {
    const before = lastTarget(services, context);
    const sandbox = before?.sandbox ?? currentSandbox(services);
    if (sandbox === undefined) {
      stream.markdown(l10n.t('There is no sandbox yet.'));
      stream.button(commandLink('addSandbox', l10n.t('Add Sandbox')));
      return {};
    }
    stream.progress(escapeMarkdown(l10n.t('Sending the prompt to {0}', sandbox.profile.name)));
    let where = before;
    try {
      where = await whereFor(sandbox, before);
      return await answer(services, where, request, stream, token);
    } catch (error) {
      const { message } = explain(toFailure(error), sandbox.profile.name);
      services.log.warn(message);
      // The conversation keeps its session even after an error, including one created in the meantime.
      const created = where && createdFor(sandbox.store.state.sessions.values(), where.sessionId);
      const at = created === undefined ? where : { sandbox, sessionId: created.id };
      return {
        errorDetails: { message: escapeMarkdown(message) },
        ...(at === undefined ? {} : { metadata: metadataOf(at, 0) }),
      };
    }
  };

/**
 * Registers `@sandbox` in VS Code's chat: a request is sent to a session of the sandbox, and the conversation continues
 * with that session.
 */
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
            { prompt: l10n.t('Run the tests and fix any failures.') },
            { prompt: l10n.t('Explain what you changed and why.') },
          ]
        : [],
  };
  return participant;
}
