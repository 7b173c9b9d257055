import { number, text } from '../../opencode1/read.js';
import type { Reader } from './reader.js';

const catalog: Reader = () => ({ type: 'catalog.changed' });

/** Events about the server and its folder. */
export const workspaceReaders: Readonly<Record<string, Reader>> = {
  'server.connected': () => ({ type: 'server.ready' }),
  'filesystem.changed': ({ data }) => {
    const path = text(data, 'file');
    return path === undefined ? undefined : { type: 'file.edited', path };
  },
  'vcs.branch.updated': ({ data }) => {
    const branch = text(data, 'branch');
    return branch === undefined ? undefined : { type: 'branch.changed', branch };
  },
  'pty.exited': ({ data }) => {
    const id = text(data, 'id');
    const exitCode = number(data, 'exitCode');
    return id === undefined || exitCode === undefined
      ? undefined
      : { type: 'terminal.exited', terminalId: id, exitCode };
  },
  'model.updated': catalog,
  'provider.updated': catalog,
  'agent.updated': catalog,
  'command.updated': catalog,
};
