import * as vscode from 'vscode';
import { createBag } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Message } from '../../../shared/model/entities.js';
import type { MessageId, SessionId } from '../../../shared/model/ids.js';
import { isStop } from '../../../shared/model/states.js';
import { sessionWithSubagents } from '../../services/sessionTree.js';
import { commandLink } from '../../vscode/commandRegistry.js';
import { connectionText, translate } from '../../services/labels.js';
import { escapeMarkdown } from '../../../shared/text/sanitizeText.js';
import { createTurnReader, type TurnOutput } from './turn.js';

const { l10n } = vscode;

/** The session of a conversation. */
export interface Where {
  readonly sandbox: Sandbox;
  readonly sessionId: SessionId;
}

/** The messages that follow a prompt. */
const answersTo = (messages: readonly Message[], id: MessageId): readonly Message[] => {
  const at = messages.findIndex((message) => message.id === id);
  return at < 0 ? [] : messages.slice(at + 1);
};

const isComplete = (message: Message | undefined): boolean =>
  message?.role === 'assistant' && message.completed !== undefined;

/**
 * Streams the turn of a prompt into the chat until the session is idle; a cancellation stops the turn with `stop`.
 * Resolves with the reason if the turn failed.
 */
export function follow(
  { sandbox, sessionId }: Where,
  id: MessageId,
  stream: vscode.ChatResponseStream,
  token: vscode.CancellationToken,
  stop: () => Promise<unknown>,
): Promise<string | undefined> {
  const reader = createTurnReader();
  const show = (news: readonly TurnOutput[]): void => {
    for (const { type, text } of news)
      if (type === 'text') stream.markdown(text);
      else stream.progress(escapeMarkdown(text));
  };
  const asked = new Set<string>();
  const { store } = sandbox;
  const target = { sandboxId: sandbox.profile.id, sessionId };
  let worked = false;

  const showRequests = (): void => {
    const family = sessionWithSubagents(store.state, sessionId);
    for (const request of store.state.requests) {
      if (!family.has(request.sessionId) || asked.has(request.id)) continue;
      asked.add(request.id);
      show(reader.end());
      stream.markdown(`\n\n${l10n.t('The agent is waiting for your answer.')}`);
      stream.button(commandLink('openSession', l10n.t('Answer'), target));
    }
  };
  /** The outcome: the reason of a failure, or '' on success; undefined while the turn runs. */
  const ending = (answers: readonly Message[]): string | undefined => {
    const { status, failures, sessions } = store.state;
    const pending = sandbox.pending.find((entry) => entry.messageId === id);
    if (pending?.state === 'failed') return pending.reason ?? 'The prompt was not sent.';
    if (!sessions.has(sessionId)) return 'This session no longer exists.';
    if (pending !== undefined || status.has(sessionId)) return undefined;
    const failure = failures.get(sessionId);
    if (failure !== undefined) return isStop(failure) ? l10n.t('The turn was stopped.') : failure.message;
    return worked || isComplete(answers.at(-1)) ? '' : undefined;
  };

  return new Promise((resolve) => {
    const look = (): void => {
      worked ||= store.state.status.has(sessionId);
      const answers = answersTo(store.state.transcripts.get(sessionId)?.messages ?? [], id);
      show(reader.read(answers));
      if (token.isCancellationRequested) return quit(answers);
      showRequests();
      const end = ending(answers);
      if (end !== undefined) done(end === '' ? undefined : translate(end));
    };
    let stopping = false;
    /** Stops only the turn of this prompt; before the prompt is delivered, there is none. */
    const quit = (answers: readonly Message[]): void => {
      if (stopping) return;
      if (sandbox.cancelPrompt(id) !== undefined) return done(undefined);
      const sent = !sandbox.pending.some(({ messageId }) => messageId === id);
      if (sent && store.state.status.has(sessionId)) {
        stopping = true;
        void stop().finally(() => done(undefined));
      } else if (ending(answers) !== undefined) done(undefined);
    };
    const bag = createBag(
      store.onDidCommit(look),
      sandbox.onDidChangePending(look),
      sandbox.onDidChangeConnection((info) => {
        const text = connectionText(info, sandbox.profile.name);
        if (text !== undefined) stream.progress(escapeMarkdown(text));
      }),
      token.onCancellationRequested(look),
    );
    const done = (reason: string | undefined): void => {
      bag.dispose();
      show(reader.end());
      resolve(reason);
    };
    look();
  });
}
