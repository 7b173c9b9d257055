import type { FileChange, Message } from '../../shared/model/entities.js';
import { messageId, type MessageId, type SessionId } from '../../shared/model/ids.js';
import { countFiles } from '../../shared/model/select.js';
import { slashedPath } from '../../shared/sandboxPath.js';
import type { AgentServer } from '../agent/ports.js';
import { summaryOf } from '../changes/summary.js';
import { mayWorkLater } from '../failure.js';
import type { Store } from '../sync/store.js';
import type { PromptHistory } from './promptHistory.js';

/** The server once it is connected, and the last connected one. */
export interface Servers {
  readonly ready: () => Promise<AgentServer>;
  readonly server: () => AgentServer | undefined;
}

/** Adds the changes of this prompt's turn to the messages; the server reports them with a delay. */
async function counted(
  server: AgentServer,
  id: SessionId,
  ended: MessageId,
  messages: readonly Message[],
): Promise<readonly Message[]> {
  const port = server.changes;
  if (port === undefined) return messages;
  const isUncounted = (one: Message): boolean => one.id === ended && one.role === 'user' && one.changes === undefined;
  if (!messages.some(isUncounted)) return messages;
  // Ignore servers that cannot report changes, for example in a folder without a repository.
  const changes = await port.turn(id, ended).catch((error: unknown) => {
    if (mayWorkLater(error)) throw error;
  });
  if (changes === undefined) return messages;
  return messages.map((one) => (one.role === 'user' && isUncounted(one) ? { ...one, changes } : one));
}

/** The messages that contain the changes of a session; a single one if the server has an endpoint for the session. */
async function changedBy(
  server: AgentServer | undefined,
  id: SessionId,
  prompts: PromptHistory,
): Promise<readonly Message[]> {
  const changes = await server?.changes?.session?.(id);
  if (changes === undefined) return prompts.of(id);
  return [{ id: messageId(id), sessionId: id, role: 'user', created: 0, parts: [], changes }];
}

/** Loads which files a session changed, and updates their number in the state. */
export async function readSessionChanges(
  { ready, server }: Servers,
  store: Store,
  prompts: PromptHistory,
  id: SessionId,
  ended?: MessageId,
): Promise<readonly FileChange[]> {
  const messages = await changedBy(server(), id, prompts);
  const told = summaryOf(ended === undefined ? messages : await counted(await ready(), id, ended, messages));
  const directory = store.state.sessions.get(id)?.directory ?? '';
  const changes = told.map((change) => ({ ...change, path: slashedPath(directory, change.path) }));
  if (store.state.sessions.has(id) && (store.state.changedFiles.get(id) ?? 0) !== countFiles(changes))
    store.dispatch([{ type: 'session.changes', sessionId: id, changes }]);
  return changes;
}
