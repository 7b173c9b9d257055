import { Failure } from '../../failure.js';
import type { Client } from '../opencode1/client.js';
import { compact, defined, list, number, text } from '../opencode1/read.js';
import type { FilesPort } from '../ports.js';

/** Files by Sandbox Agent's own `/v1/fs`, outside the OpenCode-compatible API. */
export function createFiles({ http, at }: Client): FilesPort {
  const own = at.directory;
  const root = http.baseUrl.replace(/\/opencode$/, '');
  const fs = (
    method: string,
    path: string,
    more: Record<string, string>,
    body?: Uint8Array,
    signal?: AbortSignal,
  ): Promise<Response> =>
    http.call(method, path, {
      base: root,
      query: more,
      ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/octet-stream' } }),
      ...(signal === undefined ? {} : { signal }),
    });
  const absolute = (path: string, directory?: string): string =>
    path.startsWith('/')
      ? path
      : `${(directory ?? own ?? '').replace(/\/$/, '')}/${path}`.replace(
          /^\//,
          directory === undefined && own === undefined ? '' : '/',
        );

  return {
    async list(path, directory, signal) {
      const answer = await (
        await fs('GET', '/v1/fs/entries', { path: absolute(path, directory) || '.' }, undefined, signal)
      ).json();
      const entries = Array.isArray(answer) ? answer : list(answer, 'entries');
      return compact(entries, (entry) => {
        const name = text(entry, 'name');
        if (name === undefined) return undefined;
        const kind = text(entry, 'entryType') ?? text(entry, 'type') ?? text(entry, 'kind');
        const type = kind?.toLowerCase().startsWith('dir') === true ? ('directory' as const) : ('file' as const);
        return defined({
          name,
          path: `${path.replace(/\/$/, '')}/${name}`.replace(/^\//, path.startsWith('/') ? '/' : ''),
          type,
          size: number(entry, 'size'),
        });
      });
    },
    async read(path, directory, signal) {
      try {
        return new Uint8Array(
          await (await fs('GET', '/v1/fs/file', { path: absolute(path, directory) }, undefined, signal)).arrayBuffer(),
        );
      } catch (error) {
        if (error instanceof Failure && (error.status === 404 || /path not found/.test(error.message)))
          return undefined;
        throw error;
      }
    },
    writing: {
      async write(path, content, directory, signal) {
        await fs('PUT', '/v1/fs/file', { path: absolute(path, directory) }, content, signal);
      },
      async delete(path, directory, signal) {
        await fs('DELETE', '/v1/fs/entry', { path: absolute(path, directory) }, undefined, signal);
      },
      async rename(from, to, directory, signal) {
        await http.call('POST', '/v1/fs/move', {
          base: root,
          body: JSON.stringify({ from: absolute(from, directory), to: absolute(to, directory), overwrite: false }),
          headers: { 'content-type': 'application/json' },
          ...(signal === undefined ? {} : { signal }),
        });
      },
      async createDirectory(path, directory, signal) {
        await fs('POST', '/v1/fs/mkdir', { path: absolute(path, directory) }, undefined, signal);
      },
    },
  };
}
