import { DRAFT } from '../opencode1/entities/session.js';
import { defined } from '../opencode1/read.js';
import type { RevertPort, SessionsPort, Snapshot } from '../ports.js';
import { abortable, type Client } from './client.js';
import type { Memory } from './memory.js';
import { createSessionReader } from './sessionReader.js';

/** Reads, creates, changes and ends sessions. */
export function createSessions(
  client: Client,
  memory: Memory,
  folder: (signal?: AbortSignal) => Promise<string>,
): SessionsPort {
  const { call, data, at } = client;
  const read = createSessionReader(client, memory, folder);

  const revert: RevertPort = {
    async to(id, of, _part, signal) {
      const path = { sessionID: id };
      await call(
        'POST /api/session/{sessionID}/revert/stage',
        { path, body: { messageID: of, files: true } },
        abortable(signal),
      );
      return read.get(id, signal);
    },
    async undo(id, signal) {
      await call('DELETE /api/session/{sessionID}/revert', { path: { sessionID: id } }, abortable(signal));
      return read.get(id, signal);
    },
  };

  return {
    reportsCost: true,
    async snapshot(signal): Promise<Snapshot> {
      const directory = await folder(signal);
      const [sessions, now] = await Promise.all([read.list({}, signal), read.activity(signal)]);
      const known = new Set(sessions.map(({ id }) => id));
      return { sessions, directory, requests: now.requests, status: now.status.filter(([id]) => known.has(id)) };
    },
    activity: read.activity,
    get: read.get,
    list: read.list,
    search: read.search,
    messages: read.messages,
    async create({ title, directory, draft }, signal) {
      const body = defined({
        title,
        ...at(directory),
        metadata: draft === undefined ? undefined : { [DRAFT]: draft },
      });
      return read.remember(await data('POST /api/session', { body }, abortable(signal)));
    },
    async rename(id, title, signal) {
      await call('PATCH /api/session/{sessionID}', { path: { sessionID: id }, body: { title } }, abortable(signal));
      return read.get(id, signal);
    },
    async delete(id, signal) {
      await call('DELETE /api/session/{sessionID}', { path: { sessionID: id } }, abortable(signal));
    },
    async abort(id, signal) {
      await call('POST /api/session/{sessionID}/interrupt', { path: { sessionID: id } }, abortable(signal));
    },
    async fork(id, before, signal) {
      const body = before === undefined ? {} : { before };
      return read.remember(
        await data('POST /api/session/{sessionID}/fork', { path: { sessionID: id }, body }, abortable(signal)),
      );
    },
    async compact(id, _model, signal) {
      await call('POST /api/session/{sessionID}/compact', { path: { sessionID: id }, body: {} }, abortable(signal));
    },
    revert,
    async markViewed(id, idle, signal) {
      await call('POST /api/session/{sessionID}/view', { path: { sessionID: id }, body: { idle } }, abortable(signal));
    },
    async toBackground(id, signal) {
      await call('POST /api/session/{sessionID}/background', { path: { sessionID: id } }, abortable(signal));
    },
  };
}
