import type { FileChange } from '../../../shared/model/entities.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { change } from '../opencode1/entities/change.js';
import { compact, field, list, text } from '../opencode1/read.js';
import type { ChangesPort } from '../ports.js';
import { abortable, type Client } from './client.js';

/** Number of context lines of a hunk; without it, a patch contains complete files. */
const CONTEXT = '3';
/** Number of prompts that are searched for the last one that was not reverted. */
const PROMPTS = 200;

const changesOf = (values: unknown): readonly FileChange[] => compact(list(values), change);

/** Changes of turns, and the diff of the working tree against HEAD. */
export function createChanges({ data, at }: Client): ChangesPort {
  const diff = async (id: SessionId, from: string, to: string | undefined, signal?: AbortSignal) =>
    changesOf(
      await data(
        'GET /api/session/{sessionID}/diff',
        { path: { sessionID: id }, query: { from, context: CONTEXT, ...(to === undefined ? {} : { to }) } },
        abortable(signal),
      ),
    );
  const prompts = async (id: SessionId, order: 'asc' | 'desc', limit: number, signal?: AbortSignal) =>
    compact(
      list(
        await data(
          'GET /api/session/{sessionID}/message',
          { path: { sessionID: id }, query: { type: 'user', order, limit: String(limit) } },
          abortable(signal),
        ),
      ),
      (one) => text(one, 'id'),
    );
  return {
    turn: (id, of, signal) => diff(id, of, undefined, signal),
    async session(id, signal) {
      const [[first], newest, session] = await Promise.all([
        prompts(id, 'asc', 1, signal),
        prompts(id, 'desc', PROMPTS, signal),
        data('GET /api/session/{sessionID}', { path: { sessionID: id } }, abortable(signal)),
      ]);
      const taken = text(field(session, 'revert'), 'messageID');
      const at = taken === undefined ? -1 : newest.indexOf(taken);
      const last = newest[at + 1];
      return first === undefined || last === undefined || first === taken ? [] : diff(id, first, last, signal);
    },
    async workingTree(directory, signal) {
      return changesOf(
        await data(
          'GET /api/vcs/diff',
          { query: { ...at(directory), mode: 'working', context: CONTEXT } },
          abortable(signal),
        ),
      );
    },
    async branch(directory, signal) {
      return text(field(await data('GET /api/vcs', { query: at(directory) }, abortable(signal)), 'branch'), 'current');
    },
  };
}
