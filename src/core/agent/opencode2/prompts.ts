import type { Attachment } from '../../../shared/model/entities.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { Failure } from '../../failure.js';
import { base64 } from '../../text/base64.js';
import { compact, list, text } from '../opencode1/read.js';
import type { OutgoingPrompt, PromptsPort } from '../ports.js';
import type { Requests } from './api.js';
import { abortable, unlessMissing, type Client } from './client.js';
import { inboxEntry } from './entities/inbox.js';
import { message } from './entities/message.js';
import { CONTEXTS, userMessage } from './entities/prompt.js';
import { session } from './entities/session.js';
import type { Memory, Selection } from './memory.js';
import { createQueue } from './queue.js';
import { notASandbox } from '../transport/http.js';

type PromptBody = Requests['POST /api/session/{sessionID}/prompt']['body'];

/** Size limit of all files of a prompt, in characters; they are sent to every connected client as one event. */
const MAX_FILES = 20 * 1024 * 1024;

const uriOf = ({ kind, mime, data, path, text: words }: Attachment): string => {
  if (kind === 'sandboxFile') return `file://${(path ?? '').split('/').map(encodeURIComponent).join('/')}`;
  if (kind === 'text') return `data:text/plain;base64,${base64(words ?? '')}`;
  return `data:${mime ?? 'application/octet-stream'};base64,${data ?? ''}`;
};

/**
 * A prompt in the server's format. The indexes of attached texts are stored in its metadata, to distinguish them from
 * files.
 */
function promptBody({ messageId, text: words, attachments, delivery }: OutgoingPrompt): PromptBody {
  const files = attachments.filter(({ kind }) => kind !== 'agent');
  const agents = attachments.filter(({ kind }) => kind === 'agent').map(({ name }) => ({ name }));
  const uris = files.map((file) => ({ uri: uriOf(file), name: file.name }));
  if (uris.reduce((sum, { uri }) => sum + uri.length, 0) > MAX_FILES)
    throw new Failure('rejected', 'The attachments are too large for this server: at most 15 MB together can be sent.');
  const contexts = files.flatMap(({ kind }, index) => (kind === 'text' ? [index] : []));
  return {
    id: messageId,
    text: words,
    ...(uris.length === 0 ? {} : { files: uris }),
    ...(agents.length === 0 ? {} : { agents }),
    ...(contexts.length === 0 ? {} : { metadata: { [CONTEXTS]: contexts } }),
    ...(delivery === undefined ? {} : { delivery }),
  };
}

/** Prompts, slash commands and shell commands. */
export function createPrompts(client: Client, memory: Memory): PromptsPort {
  const { call, data } = client;
  const selectionOf = async (id: SessionId, signal?: AbortSignal): Promise<Selection> => {
    const known = memory.selections.get(id);
    if (known !== undefined) return known;
    const read = session(await data('GET /api/session/{sessionID}', { path: { sessionID: id } }, abortable(signal)));
    if (read !== undefined) memory.rememberSession(read);
    return memory.selections.get(id) ?? {};
  };
  /** Changes the agent and model of the session before a prompt that needs others. */
  const select = async ({ sessionId: id, agent, model }: OutgoingPrompt, signal?: AbortSignal): Promise<void> => {
    if (agent === undefined && model === undefined) return;
    const path = { sessionID: id };
    const now = await selectionOf(id, signal);
    if (agent !== undefined && agent !== now.agent) {
      await call('POST /api/session/{sessionID}/agent', { path, body: { agent } }, abortable(signal));
      memory.select(id, { agent });
    }
    const same =
      now.model?.modelId === model?.modelId &&
      now.model?.providerId === model?.providerId &&
      now.model?.variant === model?.variant;
    if (model !== undefined && !same) {
      const { providerId, modelId, variant } = model;
      const wanted = { id: modelId, providerID: providerId, ...(variant === undefined ? {} : { variant }) };
      await call('POST /api/session/{sessionID}/model', { path, body: { model: wanted } }, abortable(signal));
      memory.select(id, { model });
    }
  };
  return {
    modelPerPrompt: true,
    agents: true,
    steers: true,
    queue: createQueue(client, memory),
    async submit(prompt, signal) {
      const body = promptBody(prompt);
      await select(prompt, signal);
      const path = { sessionID: prompt.sessionId };
      const taken = await data('POST /api/session/{sessionID}/prompt', { path, body }, abortable(signal));
      // The response confirms that the prompt is stored; another program at the address may also respond with JSON.
      if (text(taken, 'id') !== prompt.messageId) throw notASandbox('');
    },
    async find(id, of, signal) {
      const path = { sessionID: id, messageID: of };
      const read = await unlessMissing(
        data('GET /api/session/{sessionID}/message/{messageID}', { path }, abortable(signal)),
      );
      if (read !== undefined) return message(id, read);
      // A waiting prompt is not a message yet.
      const waiting = await unlessMissing(
        data('GET /api/session/{sessionID}/inbox', { path: { sessionID: id } }, abortable(signal)),
      );
      const found = compact(list(waiting), (one) => (text(one, 'id') === of ? one : undefined))[0];
      const entry = inboxEntry(id, found);
      return entry && userMessage(id, entry.id, entry.created, (found as { payload?: unknown }).payload);
    },
    async command(name, prompt, signal) {
      const { id: _, metadata: _metadata, ...rest } = promptBody(prompt);
      await select(prompt, signal);
      const path = { sessionID: prompt.sessionId };
      await call('POST /api/session/{sessionID}/command', { path, body: { name, ...rest } }, abortable(signal));
    },
    async shell(id, command, _agent, signal) {
      await call(
        'POST /api/session/{sessionID}/shell',
        { path: { sessionID: id }, body: { command } },
        abortable(signal),
      );
    },
  };
}
