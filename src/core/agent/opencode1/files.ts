import { Failure } from '../../failure.js';
import type { AgentServer } from '../ports.js';
import { compact, defined, flag, list, text } from './read.js';
import { abortable, dataOf, opt, unlessMissing, type Caller } from './client.js';

type FileCalls = Pick<AgentServer, 'list' | 'read' | 'write' | 'remove' | 'move' | 'makeDirectory'>;

/** Files of the sandbox: OpenCode lets them be read, not written. */
export const fileCalls = ({ client, http, where }: Caller): FileCalls => ({
  async list(path, directory, signal) {
    const found = list(await dataOf(client.file.list({ ...where(directory), path }, opt(signal))));
    return compact(found, (entry) => {
      const name = text(entry, 'name');
      if (name === undefined) return undefined;
      const type = text(entry, 'type') === 'directory' ? ('directory' as const) : ('file' as const);
      return defined({
        name,
        path: (text(entry, 'path') ?? name).replace(/\/$/, ''),
        type,
        ignored: flag(entry, 'ignored'),
      });
    });
  },
  async read(path, directory, signal) {
    const query = Object.entries(where(directory)).flatMap(([name, value]) => [
      [name, value],
      [`location[${name}]`, value],
    ]);
    const answer = http
      .call('GET', `/api/fs/read/${path.split('/').map(encodeURIComponent).join('/')}`, {
        query: Object.fromEntries(query),
        ...abortable(signal),
      })
      .then(async (response) => new Uint8Array(await response.arrayBuffer()));
    return unlessMissing(answer);
  },
  write: async () => Promise.reject(new Failure('rejected', 'This sandbox cannot write files.')),
  remove: async () => Promise.reject(new Failure('rejected', 'This sandbox cannot delete files.')),
  move: async () => Promise.reject(new Failure('rejected', 'This sandbox cannot move files.')),
  makeDirectory: async () => Promise.reject(new Failure('rejected', 'This sandbox cannot make folders.')),
});
