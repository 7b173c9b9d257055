import { Failure } from '../../failure.js';
import type { WorkspacePort } from '../ports.js';
import { abortable, type Client } from './client.js';
import { field, text } from '../opencode1/read.js';
import type { Memory } from './memory.js';

/** The folder and repository of an OpenCode 2 server. */
export function createWorkspace({ json, at }: Client, memory: Memory): WorkspacePort {
  const read = (directory?: string, signal?: AbortSignal): Promise<unknown> =>
    json('GET /api/location', { query: at(directory) }, abortable(signal)).catch((error: unknown) => {
      // The server's only response for a missing folder, which may be a volume that is not mounted yet.
      if (!(error instanceof Failure) || error.status !== 500) throw error;
      throw new Failure('rejected', 'The directory of this sandbox does not exist on the server.', {
        status: 500,
        temporary: true,
        cause: error,
      });
    });
  return {
    async directory(signal) {
      memory.directory = text(await read(undefined, signal), 'directory') ?? memory.directory;
      return memory.directory;
    },
    async root(directory, signal) {
      return text(field(await read(directory, signal), 'project'), 'directory');
    },
    async projectId(root, signal) {
      return text(field(await read(root, signal), 'project'), 'id');
    },
  };
}
