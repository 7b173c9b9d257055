import * as vscode from 'vscode';
import { Failure, toFailure, withStack } from '../../../core/failure.js';
import type { NoticeAction } from '../../../shared/chat.js';
import { mapRecord } from '../../../shared/record.js';
import type { Part, Request } from '../../../shared/model/entities.js';
import type { MessageId, PartId, RequestId } from '../../../shared/model/ids.js';
import { sessionWithSubagents } from '../../services/sessionTree.js';
import type { Services } from '../../services/index.js';
import { explain } from '../../services/labels.js';
import { pickAttachments } from './attachments.js';
import { openPartDiff, openRequestDiff, openPartOutput } from './openDiff.js';
import { openLink, openPath } from './links.js';
import { pickAgent, pickModel } from './quickPicks.js';
import { eventReaders } from './schema.js';
import { activeSessionOf, type ActiveSession } from './activeSession.js';
import { suggest } from './suggestions.js';
import type { ChatController, MessageHandlers } from './chatController.js';
import type { Handlers } from './chatWebview.js';
import { turnHandlers } from './turnHandlers.js';
import { waitingHandlers } from './waitingHandlers.js';
import type { SessionRef } from '../../vscode/storage.js';

const { l10n } = vscode;

/** Finds an open request of this session or its sub-agents. */
function requestOf({ sandbox, session }: ActiveSession, id: RequestId): Request {
  const ids = sessionWithSubagents(sandbox.store.state, session.id);
  const found = sandbox.store.state.requests.find((request) => request.id === id && ids.has(request.sessionId));
  if (found === undefined) throw new Failure('rejected', l10n.t('This was already answered, or its turn is over.'));
  return found;
}

/** Finds a part of this session or its sub-agents. */
function partOf({ sandbox, session }: ActiveSession, message: MessageId, part: PartId): Part {
  const { state } = sandbox.store;
  for (const id of sessionWithSubagents(state, session.id)) {
    const found = state.transcripts
      .get(id)
      ?.messages.find((each) => each.id === message)
      ?.parts.find((each) => each.id === part);
    if (found !== undefined) return found;
  }
  throw new Failure('rejected', l10n.t('This part of the conversation no longer exists.'));
}

/** The action that a failure's notice offers. */
function noticeAction(failure: Failure): NoticeAction {
  if (failure.kind === 'unauthorized') return 'signIn';
  return failure.kind === 'unreachable' || failure.kind === 'waking' ? 'retry' : 'showLog';
}

const actionLabel = (action: NoticeAction): string =>
  ({
    retry: l10n.t('Retry'),
    signIn: l10n.t('Sign In…'),
    showLog: l10n.t('Show Log'),
    reload: l10n.t('Reload'),
    addSandbox: l10n.t('Add Sandbox'),
    startLocalSandbox: l10n.t('Start Local Sandbox'),
  })[action];

/** Shows an error with the name of the sandbox in the chat. */
export function notify(services: Services, surface: ChatController, error: unknown): void {
  const failure = toFailure(error);
  if (failure.kind === 'aborted') return;
  const name = surface.sandbox?.profile.name ?? 'OpenCode Sandbox';
  services.log.warn(`${name}: ${failure.kind === 'bug' ? withStack(failure.cause) : failure.message}`);
  const id = noticeAction(failure);
  surface.notice(explain(failure, name).message, { label: actionLabel(id), id });
}

async function perform(services: Services, surface: ChatController, id: NoticeAction): Promise<void> {
  const { sandbox } = surface;
  if (id === 'retry') sandbox?.connect();
  else if (id === 'signIn')
    await services.commands.run('signIn', sandbox === undefined ? undefined : { sandboxId: sandbox.profile.id });
  else if (id === 'showLog') services.log.show();
  else if (id === 'addSandbox' || id === 'startLocalSandbox') await services.commands.run(id);
  else await sandbox?.refresh();
}

function insertCode(text: string): Thenable<unknown> {
  const editor = vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.at(-1);
  if (editor === undefined)
    throw new Failure('rejected', l10n.t('Open a file first: there is no active editor to insert the code into.'));
  return editor.edit((edit) => {
    for (const selection of editor.selections) edit.replace(selection, text);
  });
}

/** Handlers of the chat's messages. */
function createHandlers(services: Services, surface: ChatController): MessageHandlers {
  const { commands, chats } = services;
  const target = (): SessionRef => {
    const { sandbox, session } = activeSessionOf(surface);
    return { sandboxId: sandbox.profile.id, sessionId: session.id };
  };
  return {
    ...waitingHandlers(services, surface),
    ...turnHandlers(services, surface),
    ready: () => surface.ready(),
    ack: ({ seq }) => surface.ack(seq),
    focused({ on }) {
      services.setContextKey('chatFocus', on);
      if (on) chats.focused(surface);
    },
    stop() {
      const { sandbox, session } = activeSessionOf(surface);
      return sandbox.abort(session.id);
    },
    permission({ id, reply, message, patterns }) {
      const scope = activeSessionOf(surface);
      const request = requestOf(scope, id);
      if (reply === 'always' && patterns !== undefined) return scope.sandbox.allowPatterns(request.id, patterns);
      return scope.sandbox.replyPermission(request.id, reply, message);
    },
    answer({ id, answers }) {
      const scope = activeSessionOf(surface);
      return scope.sandbox.replyQuestion(requestOf(scope, id).id, answers);
    },
    openWebPage: () => commands.run('openInBrowser', target()),
    dismiss({ id }) {
      const scope = activeSessionOf(surface);
      return scope.sandbox.rejectQuestion(requestOf(scope, id).id);
    },
    openSession({ id }) {
      const { sandbox } = surface;
      if (sandbox?.store.state.sessions.has(id) !== true)
        throw new Failure('rejected', l10n.t('This session no longer exists.'));
      surface.show({ sandboxId: sandbox.profile.id, sessionId: id });
    },
    newSession: () => commands.run('newSession'),
    openLink: ({ href }) => openLink(href),
    openPath: (reference) => openPath(services, activeSessionOf(surface), reference),
    openDiff({ messageId, partId }) {
      const scope = activeSessionOf(surface);
      return openPartDiff(scope, partOf(scope, messageId, partId));
    },
    openRequestDiff({ id }) {
      const scope = activeSessionOf(surface);
      return openRequestDiff(scope, requestOf(scope, id));
    },
    openOutput({ messageId, partId }) {
      const scope = activeSessionOf(surface);
      return openPartOutput(partOf(scope, messageId, partId));
    },
    copy: ({ text }) => vscode.env.clipboard.writeText(text),
    insertCode: ({ text }) => insertCode(text),
    pickModel: () => pickModel(services, surface),
    pickAgent: () => pickAgent(surface),
    async pickAttachment() {
      const { attachments, refused } = await pickAttachments();
      if (attachments.length > 0) surface.attach(attachments);
      for (const reason of refused) surface.notice(reason);
    },
    suggest: ({ id }) => suggest(surface, id),
    compact: () => commands.run('compactSession', target()),
    openChange: ({ path }) => commands.run('openChange', { ...target(), path }),
    reviewChanges: () => commands.run('reviewChanges', target()),
    localChanges({ answer }) {
      const { ref } = surface;
      if (ref === undefined) return undefined;
      return commands.runWithErrorHandling('localChanges', () => services.answerLocalChanges.call(ref, answer));
    },
    applyChanges: () => commands.run('applyChanges', target()),
    act: ({ id }) => perform(services, surface, id),
    draft({ text }) {
      if (surface.place !== undefined) services.storage.saveDraft(surface.place, text);
    },
  };
}

/** Wraps handlers with validation; errors are shown in the chat. */
export function eventHandlers(services: Services, surface: ChatController): Handlers['events'] {
  const table = createHandlers(services, surface);
  return mapRecord(table, (name) => (data: unknown): void => {
    const read = eventReaders[name](data);
    if (read === undefined) return services.log.warn(`Ignored a malformed "${name}" message from the chat.`);
    const work = async (): Promise<unknown> => table[name](read);
    void work().catch((error: unknown) => notify(services, surface, error));
  });
}
