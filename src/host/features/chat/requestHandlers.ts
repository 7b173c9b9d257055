import { l10n } from 'vscode';
import { Failure, toFailure, withStack } from '../../../core/failure.js';
import { defaultDirectory } from '../../../core/changes/repositoryIdentity.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { ChatRequests } from '../../../shared/chat.js';
import type { MessageId, SessionId } from '../../../shared/model/ids.js';
import { createdFor } from '../../../shared/model/select.js';
import { SHELL_COMMAND, shellLineIn } from '../../../shared/model/slashCommand.js';
import type { Services } from '../../services/index.js';
import { currentSandbox } from '../../services/commandTarget.js';
import { explain } from '../../services/labels.js';
import { createCompleter } from './complete.js';
import { knownPaths } from './knownPaths.js';
import { requestReaders } from './schema.js';
import { activeSessionOf } from './activeSession.js';
import type { ChatController } from './chatController.js';
import type { Handlers } from './chatWebview.js';
import { notify } from './messageHandlers.js';

/** The target of a prompt: the displayed session, or one that the server creates with this prompt. */
function targetOf(services: Services, surface: ChatController): { readonly sandbox: Sandbox; readonly id: SessionId } {
  const { sessionId } = surface.context;
  const sandbox = surface.sandbox ?? currentSandbox(services);
  if (sandbox === undefined) throw new Failure('rejected', l10n.t('Add a sandbox first.'));
  if (sessionId !== undefined && surface.sandbox !== undefined) return { sandbox, id: sessionId };
  const id = sandbox.draftSession();
  const place = { sandboxId: sandbox.profile.id };
  services.storage.moveChoice(place, { ...place, sessionId: id });
  return { sandbox, id };
}

/** The text of a stored draft that is newer than the sent `text`. */
const withoutSent = (stored: string, text: string): string => {
  if (stored === text) return '';
  return stored.startsWith(`${text}\n\n`) ? stored.slice(text.length + 2) : stored;
};

/** Sends a prompt to its session and shows the session immediately, so that the prompt never seems lost. */
async function deliver(
  services: Services,
  surface: ChatController,
  text: string,
  work: (sandbox: Sandbox, id: SessionId) => Promise<MessageId>,
): Promise<{ messageId: MessageId }> {
  const { storage } = services;
  const { sandbox, id } = targetOf(services, surface);
  const ref = { sandboxId: sandbox.profile.id, sessionId: id };
  if (surface.place?.sessionId !== id) surface.show(ref, true);
  const messageId = await work(sandbox, id);
  const created = createdFor(sandbox.store.state.sessions.values(), id);
  for (const at of [ref, ...(created === undefined ? [] : [{ ...ref, sessionId: created.id }])])
    storage.saveDraft(at, withoutSent(storage.draft(at), text));
  return { messageId };
}

/** Runs a shell command that the user typed after `!`; undefined if the server cannot run it, so that the text is a prompt. */
async function runLine(
  services: Services,
  surface: ChatController,
  text: string,
  line: string,
): Promise<{ messageId?: MessageId } | undefined> {
  const sandbox = surface.sandbox ?? currentSandbox(services);
  if (sandbox === undefined) return undefined;
  const server = await sandbox.ready();
  if (server.prompts.shell !== undefined) {
    const { agent } = surface.context.choice;
    const prompt = { text: line, attachments: [], ...(agent === undefined ? {} : { agent }) };
    return deliver(services, surface, text, (to, id) => to.runCommand(id, SHELL_COMMAND, prompt));
  }
  if (server.terminals === undefined) return undefined;
  const { sessionId } = surface.context;
  const session = sessionId === undefined ? undefined : sandbox.store.state.sessions.get(sessionId);
  const directory = session?.directory ?? sandbox.profile.directory ?? (await defaultDirectory(server));
  await services.runInTerminal.call(sandbox, directory, line, (output) => surface.attach([output]));
  const { storage } = services;
  if (surface.place !== undefined) storage.saveDraft(surface.place, withoutSent(storage.draft(surface.place), text));
  return {};
}

/** Handlers of the chat's requests. */
function answers(services: Services, surface: ChatController): Handlers['requests'] {
  const { storage } = services;
  const completer = createCompleter(surface);
  return {
    async send({ text, attachments, delivery }) {
      if (text.trim() === '' && attachments.length === 0)
        throw new Failure('rejected', l10n.t('Write something first.'));
      const line = attachments.length === 0 ? shellLineIn(text) : undefined;
      const ran = line === undefined ? undefined : await runLine(services, surface, text, line);
      if (ran !== undefined) return ran;
      const { choice } = surface.context;
      return deliver(services, surface, text, (sandbox, id) =>
        sandbox.send(id, {
          text,
          attachments,
          ...choice,
          slash: true,
          ...(delivery === undefined ? {} : { delivery }),
        }),
      );
    },
    async older() {
      try {
        const { sandbox, session } = activeSessionOf(surface);
        await sandbox.loadOlder(session.id);
      } catch (error) {
        notify(services, surface, error);
      }
      return {};
    },
    complete: async ({ trigger, text }) => ({ items: await completer.complete(trigger, text) }),
    attach: ({ kind, value }) => completer.attach(kind, value),
    knownPaths: async ({ paths }) => ({ known: await knownPaths(surface.context, paths) }),
    draft: async () => ({ text: surface.place === undefined ? '' : storage.draft(surface.place) }),
  };
}

/** Wraps handlers with validation; errors are returned to the chat as messages for the user. */
export function requestHandlers(services: Services, surface: ChatController): Handlers['requests'] {
  const table = answers(services, surface);
  const handler =
    <K extends keyof ChatRequests>(name: K) =>
    async (data: unknown): Promise<ChatRequests[K]['result']> => {
      const params = requestReaders[name](data);
      if (params === undefined) {
        services.log.warn(`Refused a malformed "${name}" request from the chat.`);
        throw new Error(l10n.t('This is too large or cannot be read.'));
      }
      try {
        return await table[name](params);
      } catch (error) {
        const failure = toFailure(error);
        services.log.warn(
          `${surface.sandbox?.profile.name ?? ''}: ${name}: ${failure.kind === 'bug' ? withStack(failure.cause) : failure.message}`,
        );
        throw new Error(explain(failure, surface.sandbox?.profile.name ?? 'OpenCode Sandbox').message, {
          cause: error,
        });
      }
    };
  return {
    send: handler('send'),
    older: handler('older'),
    complete: handler('complete'),
    attach: handler('attach'),
    knownPaths: handler('knownPaths'),
    draft: handler('draft'),
  };
}
