import type { AgentEvent } from '../../shared/model/events.js';
import type { SessionId } from '../../shared/model/ids.js';
import type { AgentServer } from '../agent/server.js';
import { Failure } from '../failure.js';

/** Messages read at a time. */
export const PAGE = 60;

/** Reads one page of a session as the event that tells it. */
export async function readTranscript(
  server: AgentServer,
  id: SessionId,
  options: { afterGap: boolean; before?: string },
  signal?: AbortSignal,
): Promise<AgentEvent> {
  const page = await server.messages(
    id,
    { limit: PAGE, ...(options.before === undefined ? {} : { before: options.before }) },
    signal,
  );
  return {
    type: 'transcript.loaded',
    sessionId: id,
    page: options.before === undefined ? 'newest' : 'older',
    messages: page.messages,
    ...(page.older === undefined ? {} : { older: page.older }),
    afterGap: options.afterGap,
  };
}

/** An opened session that is gone from the server is closed, not an error. */
const goneMeans =
  (id: SessionId) =>
  (error: unknown): readonly AgentEvent[] => {
    if (error instanceof Failure && error.kind === 'rejected' && error.status === 404)
      return [{ type: 'session.removed', sessionId: id }];
    throw error;
  };

/** Everything to be known at a connect: sessions, status, requests, and the opened sessions' newest messages and lists. */
export async function readAll(
  server: AgentServer,
  opened: readonly SessionId[],
  signal: AbortSignal,
): Promise<readonly AgentEvent[]> {
  const [snapshot, ...transcripts] = await Promise.all([
    server.snapshot(signal),
    ...opened.map((id) => readOne(server, id, signal).catch(goneMeans(id))),
  ]);
  const { sessions, status, requests } = snapshot;
  return [{ type: 'snapshot.loaded', sessions, status, requests }, ...transcripts.flat()];
}

async function readOne(server: AgentServer, id: SessionId, signal: AbortSignal): Promise<readonly AgentEvent[]> {
  const [page, todos] = await Promise.all([
    readTranscript(server, id, { afterGap: true }, signal),
    server.capabilities.todos ? server.todos(id, signal) : undefined,
  ]);
  // A session that was gone for a while (a volume that was not there) took its transcript along.
  const opened: AgentEvent = { type: 'transcript.opened', sessionId: id };
  return todos === undefined ? [opened, page] : [opened, page, { type: 'todos.updated', sessionId: id, todos }];
}
