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

/** The session that started this one, where it is known. A cycle of parents is cut above its smallest ID. */
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

/** Sessions by the session that started them, newest first; the top ones under undefined. */
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

/** A session's own id and those of all sub-agents below it; a cycle from a hostile server ends. */
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

/** Whether this session is the one that was created for a draft session. */
export const isCreatedFor = ({ draft }: Session, id: SessionId): boolean => draft !== undefined && id.startsWith(draft);

/** The session that was created for a draft session; undefined while there is none. A fork may name the draft as well. */
export const createdFor = (sessions: Iterable<Session>, id: SessionId): Session | undefined =>
  [...sessions]
    .filter((session) => isCreatedFor(session, id))
    .reduce<Session | undefined>(
      (first, one) => (first !== undefined && first.created <= one.created ? first : one),
      undefined,
    );

/** The last failure of a session since its last prompt; a stop by the user is none. */
export function failureOf(state: Pick<SandboxState, 'failures'>, id: SessionId): TurnError | undefined {
  const error = state.failures.get(id);
  return error === undefined || isStop(error) ? undefined : error;
}

/** Whether the user stopped the last turn of a session. */
export const wasStopped = (state: Pick<SandboxState, 'failures'>, id: SessionId): boolean => {
  const error = state.failures.get(id);
  return error !== undefined && isStop(error);
};

/** How a session with its sub-agents (`ids`) is shown: what needs the user has priority. */
export function sessionState(
  state: SandboxState,
  session: Session,
  ids: ReadonlySet<SessionId>,
  phase: ConnectionPhase,
): SessionState {
  const told = activityOf(state, ids);
  if (told !== undefined) return isStale(phase) ? 'unknown' : told;
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

/** Whether it has no messages. */
const isUntitled = ({ title, created, updated }: Session): boolean => isPlaceholderTitle(title) && updated <= created;

/** Whether a session in this state is running, or would continue after an answer. */
export const isActive = (state: SessionState): boolean =>
  state === 'needsInput' || state === 'inProgress' || state === 'retrying';

/** Running sessions (sub-agents count for their top-level session), and requests that wait for the user. */
export interface Counts {
  readonly running: number;
  readonly waiting: number;
}

/** Counts running and waiting in a sandbox; a session that asks is waiting, and nothing counts if the sandbox is unreachable. */
export function countWork(state: SandboxState, phase: ConnectionPhase): Counts {
  if (isStale(phase)) return { running: 0, waiting: 0 };
  const asking = new Set(state.requests.map(({ sessionId }) => topSession(state, sessionId)));
  const busy = new Set([...state.status.keys()].map((id) => topSession(state, id)).filter((id) => !asking.has(id)));
  return { running: busy.size, waiting: state.requests.length };
}

/** Requests of a session and its sub-agents, oldest first. */
export const requestsOf = (state: SandboxState, ids: ReadonlySet<SessionId>): readonly Request[] =>
  state.requests.filter((request) => ids.has(request.sessionId));

/** USD of a session and its sub-agents; undefined where nothing was reported. */
export function costOf(state: Pick<SandboxState, 'sessions'>, ids: Iterable<SessionId>): number | undefined {
  let sum: number | undefined;
  for (const id of ids) {
    const cost = state.sessions.get(id)?.cost;
    if (cost !== undefined) sum = (sum ?? 0) + cost;
  }
  return sum;
}

/** USD of all sessions. */
export const totalCost = (state: Pick<SandboxState, 'sessions'>): number | undefined =>
  costOf(state, state.sessions.keys());

/** All tokens of a message that fill the model's context. */
export const contextTokens = (tokens: Tokens): number =>
  tokens.input + tokens.output + tokens.reasoning + tokens.cacheRead + tokens.cacheWrite;

/** The newest assistant message with counted tokens: what the context holds now. */
const lastUsage = (messages: readonly Message[]): AssistantMessage | undefined =>
  messages.findLast(
    (message): message is AssistantMessage =>
      message.role === 'assistant' && message.tokens !== undefined && contextTokens(message.tokens) > 0,
  );

/**
 * Tokens that fill the model's context after a session's last step, and how many it holds where the server says so;
 * 0 while nothing was counted or the session's messages are not here.
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

/** Whether a turn never ended and will not continue: the server lost it (it was killed, for example). */
export const isInterrupted = (message: Message, busy: boolean): boolean =>
  !busy &&
  message.role === 'assistant' &&
  message.completed === undefined &&
  message.error === undefined &&
  message.finish === undefined;

/**
 * The files a session changed, from what the server counted for each turn: a file's last status wins, its counts add up,
 * added and then deleted cancels out.
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

/** The same file may be unlisted in two turns: then it counts twice, since its name is not known. */
const addUnlisted = (a: FileChange, b: FileChange): FileChange => ({
  ...a,
  additions: a.additions + b.additions,
  deletions: a.deletions + b.deletions,
  unlisted: (a.unlisted ?? 0) + (b.unlisted ?? 0),
});

/** Files that a list of changes stands for. */
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

/** Whether the agent wrote its list of tasks in the last turn, which began with the last prompt. */
export function wroteTodos(messages: readonly Message[]): boolean {
  const began = messages.findLastIndex((message) => message.role === 'user');
  return messages
    .slice(began + 1)
    .some((message) => message.parts.some((part) => part.type === 'tool' && part.call.kind === 'todos'));
}

/**
 * Whether a message is a command that the user ran in the session. OpenCode 1 gives it no reason to finish, OpenCode 2 one
 * from its start; a model's call with nothing beside it finishes for the call.
 */
export function isUserCommand({ parts, completed, finish, error }: AssistantMessage): boolean {
  const [only] = parts;
  const isSettled = finish === 'stop' || (finish === undefined && completed !== undefined && error === undefined);
  return isSettled && parts.length === 1 && only?.type === 'tool' && only.call.kind === 'command';
}

/** The text of a user's message, and the attached texts by their names. */
export interface UserText {
  readonly words: string;
  readonly contexts: readonly { readonly name: string; readonly part: TextPart }[];
}

/**
 * Reads a user's message. A server that drops the names of attachments returns them as further texts,
 * which are named by their first line.
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
