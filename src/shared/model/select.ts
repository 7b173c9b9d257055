import type { ConnectionPhase } from '../chat.js';
import { isPlaceholderTitle } from '../format.js';
import type {
  AssistantMessage,
  FileChange,
  Message,
  Request,
  Session,
  TextPart,
  Tokens,
  TurnError,
  UserMessage,
} from './entities.js';
import type { SessionId } from './ids.js';
import type { SandboxState } from './state.js';
import { isStale, isStop, type SessionState } from './states.js';
import { isUnread, lastActive } from './unread.js';

/** The session that started this one, if known. A cycle of parents is cut above its smallest ID. */
export function parentOf(sessions: SandboxState['sessions'], id: SessionId): SessionId | undefined {
  const parent = sessions.get(id)?.parentId;
  if (parent === undefined || !sessions.has(parent)) return undefined;
  const seen = new Set<SessionId>();
  let smallest = id;
  for (let at: SessionId | undefined = parent; at !== undefined && !seen.has(at); at = sessions.get(at)?.parentId) {
    if (at === id) return smallest === id ? undefined : parent;
    if (at < smallest) smallest = at;
    seen.add(at);
  }
  return parent;
}

/** Sessions grouped by parent, newest first; top-level sessions are under undefined. */
export function byParent(state: SandboxState): ReadonlyMap<SessionId | undefined, readonly Session[]> {
  const result = new Map<SessionId | undefined, Session[]>();
  for (const session of state.sessions.values()) {
    const parent = parentOf(state.sessions, session.id);
    const list = result.get(parent);
    if (list === undefined) result.set(parent, [session]);
    else list.push(session);
  }
  for (const list of result.values()) list.sort((a, b) => lastActive(b) - lastActive(a) || (a.id < b.id ? 1 : -1));
  return result;
}

/** IDs of a session and of all its descendants; terminates even if a hostile server sends a cycle. */
export function family(state: Pick<SandboxState, 'sessions'>, id: SessionId): ReadonlySet<SessionId> {
  const result = new Set<SessionId>([id]);
  for (const known of result)
    for (const session of state.sessions.values()) if (session.parentId === known) result.add(session.id);
  return result;
}

/** The top-level session of a chain of sub-agents. */
export function topSession({ sessions }: Pick<SandboxState, 'sessions'>, id: SessionId): SessionId {
  let top = id;
  for (let parent = parentOf(sessions, id); parent !== undefined; parent = parentOf(sessions, parent)) top = parent;
  return top;
}

/** Whether this session was created for a draft session. */
export const isCreatedFor = ({ draft }: Session, id: SessionId): boolean => draft !== undefined && id.startsWith(draft);

/** The session that was created for a draft session; undefined if there is none yet. A fork may name the same draft. */
export const createdFor = (sessions: Iterable<Session>, id: SessionId): Session | undefined =>
  [...sessions]
    .filter((session) => isCreatedFor(session, id))
    .reduce<Session | undefined>(
      (first, one) => (first !== undefined && first.created <= one.created ? first : one),
      undefined,
    );

/** The last failure of a session since its last prompt; a stop by the user does not count. */
export function failureOf(state: Pick<SandboxState, 'failures'>, id: SessionId): TurnError | undefined {
  const error = state.failures.get(id);
  return error === undefined || isStop(error) ? undefined : error;
}

/** Whether the user stopped the last turn of a session. */
export const wasStopped = (state: Pick<SandboxState, 'failures'>, id: SessionId): boolean => {
  const error = state.failures.get(id);
  return error !== undefined && isStop(error);
};

/** The state to show for a session with its sub-agents (`ids`); states that need the user take precedence. */
export function sessionState(
  state: SandboxState,
  session: Session,
  ids: ReadonlySet<SessionId>,
  phase: ConnectionPhase,
): SessionState {
  const activity = activityOf(state, ids);
  if (activity !== undefined) return isStale(phase) ? 'unknown' : activity;
  if (session.archived !== undefined) return 'archived';
  if (wasStopped(state, session.id)) return 'stopped';
  if (state.failures.has(session.id)) return 'error';
  if (isUnread(session)) return 'unread';
  return isUntitled(session) ? 'untitled' : 'completed';
}

function activityOf(
  state: SandboxState,
  ids: ReadonlySet<SessionId>,
): 'needsInput' | 'inProgress' | 'retrying' | undefined {
  if (state.requests.some((request) => ids.has(request.sessionId))) return 'needsInput';
  const running = [...ids].map((id) => state.status.get(id)?.type).filter((type) => type !== undefined);
  if (running.includes('busy')) return 'inProgress';
  return running.includes('retry') ? 'retrying' : undefined;
}

/** Whether a session has no messages, as far as its title and times show. */
const isUntitled = ({ title, created, updated }: Session): boolean => isPlaceholderTitle(title) && updated <= created;

/** Whether a session in this state is running, or would continue after an answer. */
export const isActive = (state: SessionState): boolean =>
  state === 'needsInput' || state === 'inProgress' || state === 'retrying';

/** Running sessions (sub-agents count for their top-level session), and requests that wait for the user. */
export interface Counts {
  readonly running: number;
  readonly waiting: number;
}

/** Counts running and waiting sessions of a sandbox. A session with a request is waiting; an unreachable sandbox has none. */
export function countWork(state: SandboxState, phase: ConnectionPhase): Counts {
  if (isStale(phase)) return { running: 0, waiting: 0 };
  const asking = new Set(state.requests.map(({ sessionId }) => topSession(state, sessionId)));
  const busy = new Set([...state.status.keys()].map((id) => topSession(state, id)).filter((id) => !asking.has(id)));
  return { running: busy.size, waiting: state.requests.length };
}

/** Requests of a session and its sub-agents, oldest first. */
export const requestsOf = (state: SandboxState, ids: ReadonlySet<SessionId>): readonly Request[] =>
  state.requests.filter((request) => ids.has(request.sessionId));

/** Cost of a session and its sub-agents in USD; undefined if none was reported. */
export function costOf(state: Pick<SandboxState, 'sessions'>, ids: Iterable<SessionId>): number | undefined {
  let sum: number | undefined;
  for (const id of ids) {
    const cost = state.sessions.get(id)?.cost;
    if (cost !== undefined) sum = (sum ?? 0) + cost;
  }
  return sum;
}

/** Cost of all sessions in USD; undefined if none was reported. */
export const totalCost = (state: Pick<SandboxState, 'sessions'>): number | undefined =>
  costOf(state, state.sessions.keys());

/** Number of tokens of a message that count toward the model's context. */
export const contextTokens = (tokens: Tokens): number =>
  tokens.input + tokens.output + tokens.reasoning + tokens.cacheRead + tokens.cacheWrite;

/** The newest assistant message with token counts, which give the current size of the context. */
const lastUsage = (messages: readonly Message[]): AssistantMessage | undefined =>
  messages.findLast(
    (message): message is AssistantMessage =>
      message.role === 'assistant' && message.tokens !== undefined && contextTokens(message.tokens) > 0,
  );

/**
 * Number of tokens in the model's context after a session's last step, and the context's limit if the server reports
 * it; 0 if no counts or messages are loaded.
 */
export function contextUse(
  state: Pick<SandboxState, 'transcripts' | 'catalog'>,
  id: SessionId,
): { readonly tokens: number; readonly window: number | undefined } {
  const used = lastUsage(state.transcripts.get(id)?.messages ?? []);
  const model = state.catalog.models.find(
    (one) => one.modelId === used?.model?.modelId && one.providerId === used.model.providerId,
  );
  return { tokens: used?.tokens === undefined ? 0 : contextTokens(used.tokens), window: model?.context };
}

/** Whether a turn has no end and will not continue, for example because the server was killed. */
export const isInterrupted = (message: Message, busy: boolean): boolean =>
  !busy &&
  message.role === 'assistant' &&
  message.completed === undefined &&
  message.error === undefined &&
  message.finish === undefined;

/**
 * The files that a session changed, combined from the changes of its turns: the last status of a file wins, its counts
 * add up, and a file that was added and later deleted is left out.
 */
export function changesOf(messages: readonly Message[]): readonly FileChange[] {
  const result = new Map<string, FileChange>();
  let unlisted: FileChange | undefined;
  for (const message of messages) {
    if (message.role !== 'user') continue;
    for (const change of message.changes ?? []) {
      if (change.unlisted !== undefined) {
        unlisted = unlisted === undefined ? change : addUnlisted(unlisted, change);
        continue;
      }
      const before = result.get(change.path);
      if (before === undefined) result.set(change.path, change);
      else if (before.status === 'added' && change.status === 'deleted') result.delete(change.path);
      else result.set(change.path, joined(before, change));
    }
  }
  return [...result.values(), ...(unlisted === undefined ? [] : [unlisted])];
}

/** An unlisted file of two turns counts twice, since its name is unknown. */
const addUnlisted = (a: FileChange, b: FileChange): FileChange => ({
  ...a,
  additions: a.additions + b.additions,
  deletions: a.deletions + b.deletions,
  unlisted: (a.unlisted ?? 0) + (b.unlisted ?? 0),
});

/** Number of files that a list of changes represents. */
export const countFiles = (changes: readonly FileChange[]): number =>
  changes.reduce((sum, { unlisted }) => sum + (unlisted ?? 1), 0);

function joined(before: FileChange, change: FileChange): FileChange {
  const { patch: _, ...rest } = change;
  const status = before.status === 'added' && change.status === 'modified' ? 'added' : change.status;
  return {
    ...rest,
    status: before.status === 'deleted' && change.status === 'added' ? 'modified' : status,
    additions: before.additions + change.additions,
    deletions: before.deletions + change.deletions,
  };
}

/** Whether the agent updated its to-do list in the last turn, which started with the last prompt. */
export function wroteTodos(messages: readonly Message[]): boolean {
  const began = messages.findLastIndex((message) => message.role === 'user');
  return messages
    .slice(began + 1)
    .some((message) => message.parts.some((part) => part.type === 'tool' && part.call.kind === 'todos'));
}

/**
 * Whether a message is a command that the user ran in the session. OpenCode 1 sends no finish reason for it, OpenCode 2
 * sends one from the start; a model's message with a single call has the call as its finish reason.
 */
export function isUserCommand({ parts, completed, finish, error }: AssistantMessage): boolean {
  const [only] = parts;
  const isSettled = finish === 'stop' || (finish === undefined && completed !== undefined && error === undefined);
  return isSettled && parts.length === 1 && only?.type === 'tool' && only.call.kind === 'command';
}

/** The text of a user's message, and its attached texts with their names. */
export interface UserText {
  readonly words: string;
  readonly contexts: readonly { readonly name: string; readonly part: TextPart }[];
}

/**
 * Reads a user's message. Servers that drop the names of attachments return them as additional texts, which are named
 * by their first line.
 */
export function userText({ parts }: UserMessage): UserText {
  const texts = parts.filter((part): part is TextPart => part.type === 'text' && part.synthetic !== true);
  const words = texts.find((part) => part.context === undefined);
  const contexts = texts
    .filter((part) => part !== words)
    .map((part) => ({ name: part.context ?? nameOf(part.text), part }));
  return { words: words?.text ?? '', contexts };
}

const nameOf = (text: string): string => {
  const [first = ''] = text.split('\n', 1);
  return (/^From `([^`]{1,200})`:$/.exec(first)?.[1] ?? first).slice(0, 80);
};
