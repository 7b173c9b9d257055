import { Failure } from '../../failure.js';
import { withoutEndSlashes } from '../../../shared/trim.js';
import { matchesLetters } from '../fuzzyMatch.js';
import { compact, list, text } from '../opencode1/read.js';
import type { FileEntry, FilesPort, SearchPort } from '../ports.js';
import { abortable, unlessMissing, type Client } from './client.js';
import { nameOfPath } from '../../../shared/sandboxPath.js';

/** An entry of a folder; folders end with a slash. */
const entry = (value: unknown): FileEntry | undefined => {
  const path = text(value, 'path');
  if (path === undefined) return undefined;
  const plain = withoutEndSlashes(path);
  const type = text(value, 'type') === 'directory' ? 'directory' : 'file';
  return { name: nameOfPath(plain), path: plain, type };
};

/** Converts the server's empty error for a missing folder, or for a path that is not a folder. */
const gone = (error: unknown): never => {
  if (error instanceof Failure && error.status === 500)
    throw new Failure('rejected', 'There is no such folder in the sandbox.', { status: 404, cause: error });
  throw error;
};

/** Reads files of the sandbox. */
export const createFiles = ({ data, http, at }: Client): FilesPort => ({
  async list(path, directory, signal) {
    const query = { ...at(directory), ...(path === '' ? {} : { path }) };
    return compact(list(await data('GET /api/fs/list', { query }, abortable(signal)).catch(gone)), entry);
  },
  async read(path, directory, signal) {
    const location = at(directory).location?.directory;
    const answer = http
      .call('GET', `/api/fs/read/${path.split('/').map(encodeURIComponent).join('/')}`, {
        query: location === undefined ? {} : { 'location[directory]': location },
        ...abortable(signal),
      })
      .then(async (response) => new Uint8Array(await response.arrayBuffer()));
    return unlessMissing(answer);
  },
});

/** Finds files by name. */
export const findFiles =
  ({ data, at }: Client): SearchPort['files'] =>
  async (query, limit, directory, signal) => {
    const wanted = { ...at(directory), query, type: 'file' as const, limit: String(limit) };
    const paths = compact(list(await data('GET /api/fs/find', { query: wanted }, abortable(signal))), (one) =>
      text(one, 'path'),
    );
    // The server's matches are looser than those of Quick Open.
    const meant = paths.filter((path) => matchesLetters(path, query));
    return meant.length > 0 ? meant : paths;
  };
