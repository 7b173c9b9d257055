import type { AgentServer } from '../ports.js';
import { change } from './entities/change.js';
import { compact, list, text } from './read.js';
import { dataOf, long, opt, type Caller } from './client.js';

type ChangeCalls = Pick<AgentServer, 'turnChanges' | 'vcsChanges' | 'vcsBranch' | 'applyPatch'>;

/** What turns did to files, and the working tree against HEAD. */
export const changeCalls = ({ client, at, where }: Caller): ChangeCalls => ({
  async turnChanges(id, of, signal) {
    return compact(
      list(await dataOf(client.session.diff({ ...at, sessionID: id, messageID: of }, opt(signal)))),
      change,
    );
  },
  async vcsChanges(directory, signal) {
    return compact(list(await dataOf(client.vcs.diff({ ...where(directory), mode: 'git' }, opt(signal)))), change);
  },
  async vcsBranch(directory, signal) {
    return text(await dataOf(client.vcs.get(where(directory), opt(signal))), 'branch');
  },
  async applyPatch(patch, directory, signal) {
    await dataOf(client.vcs.apply({ ...where(directory), patch }, long(signal)));
  },
});
