import type { FilesPort } from '../ports.js';
import { compact, defined, flag, list, text } from './read.js';
import { abortable, dataOf, opt, unlessMissing, type Client } from './client.js';

/** Reads files of the sandbox; OpenCode has no endpoints for writing. */
export const createFiles = ({ client, http, where }: Client): FilesPort => ({
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
});
