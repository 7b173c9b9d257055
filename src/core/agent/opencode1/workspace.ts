import type { WorkspacePort } from '../ports.js';
import { text } from './read.js';
import { dataOf, opt, type Client } from './client.js';

/** The folder and repository of an OpenCode 1 server. */
export const createWorkspace = ({ client, at }: Client): WorkspacePort => ({
  async directory(signal) {
    return text(await dataOf(client.path.get(at, opt(signal))), 'directory');
  },
  async root(directory, signal) {
    return text(await dataOf(client.path.get({ directory }, opt(signal))), 'worktree');
  },
  async projectId(root, signal) {
    return text(await dataOf(client.project.current({ directory: root }, opt(signal))), 'id');
  },
});
