import type { Message } from '../../shared/model/entities.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { SessionId } from '../../shared/model/ids.js';
import type { AgentServer, MessagePage } from '../agent/ports.js';
import { Failure } from '../failure.js';
import { PAGE_SIZE, pagesBack, readPage } from './pages.js';

/** Limit of pages loaded to reach the known messages. */
const MAX_GAP_PAGES = 5;

type Loaded = Extract<AgentEvent, { type: 'transcript.loaded' }>;

const loaded = (id: SessionId, page: Loaded['page'], { messages, older }: MessagePage, afterGap: boolean): Loaded => ({
  type: 'transcript.loaded',
  sessionId: id,
  page,
  messages,
  ...(older === undefined ? {} : { older }),
  afterGap,
});

/** Loads the newest messages of a session. */
export const readNewest = async (server: AgentServer, id: SessionId, limit: number): Promise<Loaded> =>
  loaded(id, 'newest', await readPage(server, id, limit), false);

/** Loads the page before a cursor. */
export const readOlder = async (server: AgentServer, id: SessionId, before: string): Promise<Loaded> =>
  loaded(id, 'older', await readPage(server, id, PAGE_SIZE, before), false);

/** Loads messages missed during a gap, back to the known ones, so that none are missing. */
async function readGap(
  server: AgentServer,
  id: SessionId,
  known: readonly Message[],
  signal: AbortSignal,
): Promise<Loaded> {
  const ids = new Set(known.map((message) => message.id));
  let all: MessagePage = { messages: [] };
  let pages = 0;
  for await (const { messages, older } of pagesBack(server, id, { limit: PAGE_SIZE, signal })) {
    all = { messages: [...messages, ...all.messages], ...(older === undefined ? {} : { older }) };
    if (++pages === MAX_GAP_PAGES || ids.size === 0 || messages.some((message) => ids.has(message.id))) break;
  }
  return loaded(id, 'newest', all, true);
}

/** Closes an opened session that no longer exists on the server, instead of failing. */
const closeIfMissing =
  (id: SessionId) =>
  (error: unknown): readonly AgentEvent[] => {
    if (error instanceof Failure && error.kind === 'rejected' && error.status === 404)
      return [{ type: 'session.removed', sessionId: id }];
    throw error;
  };

/** An opened session and its known messages. */
export interface Opened {
  readonly id: SessionId;
  readonly known: readonly Message[];
}

/** Loads the state after connecting: sessions, status, requests, and the newest messages and lists of opened sessions. */
export async function readAll(
  server: AgentServer,
  opened: readonly Opened[],
  signal: AbortSignal,
): Promise<readonly AgentEvent[]> {
  const [snapshot, ...transcripts] = await Promise.all([
    server.sessions.snapshot(signal),
    ...opened.map((one) => readOne(server, one, signal).catch(closeIfMissing(one.id))),
  ]);
  const { sessions, status, requests } = snapshot;
  return [{ type: 'snapshot.loaded', sessions, status, requests }, ...transcripts.flat()];
}

async function readOne(
  server: AgentServer,
  { id, known }: Opened,
  signal: AbortSignal,
): Promise<readonly AgentEvent[]> {
  const [page, todos, entries] = await Promise.all([
    readGap(server, id, known, signal),
    server.sessions.todos?.(id, signal),
    server.prompts.queue?.list(id, signal),
  ]);
  return [
    // The transcript was removed if the session was temporarily missing, for example because of an unmounted volume.
    { type: 'transcript.opened', sessionId: id },
    page,
    ...(todos === undefined ? [] : [{ type: 'todos.updated', sessionId: id, todos } as const]),
    ...(entries === undefined ? [] : [{ type: 'inbox.loaded', sessionId: id, entries } as const]),
  ];
}
