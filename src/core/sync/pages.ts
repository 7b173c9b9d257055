import type { Message } from '../../shared/model/entities.js';
import type { SessionId } from '../../shared/model/ids.js';
import type { AgentServer, MessagePage } from '../agent/ports.js';

/** Number of messages in the first page of a session, more than fit on a screen. */
export const FIRST_PAGE_SIZE = 30;
/** Number of messages per page for scrolling back or filling a gap. */
export const PAGE_SIZE = 60;
/** Number of messages per page for loading a complete session. */
const MAX_PAGE_SIZE = 200;
/** Page limit, in case a server never stops returning a cursor. */
const MAX_PAGES = 1_000;

/** Reads a page of a session: the newest, or the one before a cursor. */
export const readPage = (
  server: AgentServer,
  id: SessionId,
  limit: number,
  before?: string,
  signal?: AbortSignal,
): Promise<MessagePage> => server.sessions.messages(id, { limit, ...(before === undefined ? {} : { before }) }, signal);

/** Reads pages from the newest (or from a cursor) back to the beginning. */
export async function* pagesBack(
  server: AgentServer,
  id: SessionId,
  { limit = MAX_PAGE_SIZE, before, signal }: { limit?: number; before?: string; signal?: AbortSignal } = {},
): AsyncGenerator<MessagePage, void> {
  let cursor = before;
  for (let n = 0; n < MAX_PAGES; n++) {
    const page: MessagePage = await readPage(server, id, limit, cursor, signal);
    yield page;
    cursor = page.older;
    if (cursor === undefined || page.messages.length === 0) return;
  }
}

/** All messages of a session, oldest first. */
export async function allMessages(
  server: AgentServer,
  id: SessionId,
  signal?: AbortSignal,
): Promise<readonly Message[]> {
  const pages: (readonly Message[])[] = [];
  for await (const { messages } of pagesBack(server, id, signal === undefined ? {} : { signal })) pages.push(messages);
  return pages.reverse().flat();
}
