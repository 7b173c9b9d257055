import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../core/emitter.js';
import type { Sandbox } from '../../core/sandbox/sandbox.js';
import type { Message } from '../../shared/model/entities.js';
import { isSessionId, type MessageId, type SessionId } from '../../shared/model/ids.js';
import { commandId } from '../ids.js';
import type { Services } from '../services.js';
import { currentSandbox } from '../target.js';
import { createTeller } from './turn.js';

const { l10n } = vscode;

/** Id of the participant in package.json. */
export const PARTICIPANT = 'opencode-sandbox.sandbox';

interface Where {
  readonly sandbox: Sandbox;
  readonly sessionId: SessionId;
}

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

/** The answers to one prompt: all that came after it. */
const answersTo = (messages: readonly Message[], id: MessageId): readonly Message[] => {
  const at = messages.findIndex((message) => message.id === id);
  return at < 0 ? [] : messages.slice(at + 1);
};

/** Streams the turn of a prompt into the chat until the session rests; a cancel stops the turn. */
function follow(
  { sandbox, sessionId }: Where,
  id: MessageId,
  stream: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
): Promise<void> {
  const tell = createTeller();
  const asked = new Set<string>();
  const { store } = sandbox;
  return new Promise((resolve) => {
    const look = (): void => {
      const messages = store.state.transcripts.get(sessionId)?.messages ?? [];
      const answers = answersTo(messages, id);
      for (const said of tell(answers)) {
        if (said.type === 'text') stream.markdown(said.text);
        else stream.progress(said.text);
      }
      for (const request of store.state.requests.filter((one) => one.sessionId === sessionId && !asked.has(one.id))) {
        asked.add(request.id);
        stream.markdown(`\n\n${l10n.t('The agent waits for your answer.')}`);
        stream.button({
          command: commandId('openSession'),
          title: l10n.t('Answer'),
          arguments: [{ sandboxId: sandbox.profile.id, sessionId }],
        });
      }
      const failed = sandbox.pending.find((entry) => entry.messageId === id && entry.state === 'failed');
      const over = answers.length > 0 && !store.state.status.has(sessionId);
      if (over || failed !== undefined || token.isCancellationRequested) done();
    };
    const bag = createBag(
      store.onDidCommit(look),
      sandbox.onDidChangePending(look),
      token.onCancellationRequested(() => void sandbox.abort(sessionId).finally(() => done())),
    );
    const done = (): void => {
      bag.dispose();
      resolve();
    };
    look();
  });
}

async function showChanges({ sandbox, sessionId }: Where, stream: vscode.ChatResponseStream): Promise<number> {
  const changes = await sandbox.sessionChanges(sessionId);
  if (changes.length === 0) return 0;
  const rows = changes
    .slice(0, 20)
    .map(({ path, additions, deletions }) => `- \`${path.replaceAll('`', '')}\` +${additions} −${deletions}`);
  stream.markdown(`\n\n${l10n.t('Changed files')}:\n\n${rows.join('\n')}\n`);
  const target = { sandboxId: sandbox.profile.id, sessionId };
  stream.button({ command: commandId('reviewChanges'), title: l10n.t('Review Changes'), arguments: [target] });
  stream.button({ command: commandId('openSession'), title: l10n.t('Open Session'), arguments: [target] });
  return changes.length;
}

/** `@sandbox` in VS Code's own chat: a request goes to a session of the sandbox, and the chat goes on with it. */
export function register(services: Services): Disposable {
  const participant = vscode.chat.createChatParticipant(PARTICIPANT, async (request, context, stream, token) => {
    const sandbox = currentSandbox(services);
    if (sandbox === undefined) {
      stream.markdown(l10n.t('There is no sandbox yet.'));
      stream.button({ command: commandId('addSandbox'), title: l10n.t('Add Sandbox') });
      return {};
    }
    const where = continued(services, context) ?? { sandbox, sessionId: (await sandbox.newSession()).id };
    stream.progress(l10n.t('Sending the prompt to {0}', where.sandbox.profile.name));
    const held = where.sandbox.openTranscript(where.sessionId);
    try {
      const id = await where.sandbox.send(where.sessionId, { text: request.prompt, attachments: [] });
      await follow(where, id, stream, token);
      const changed = await showChanges(where, stream);
      return { metadata: { sandboxId: where.sandbox.profile.id, sessionId: where.sessionId, changed } };
    } finally {
      held.dispose();
    }
  });
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
