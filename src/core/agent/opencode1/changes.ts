import type { ChangesPort, PatchesPort } from '../ports.js';
import { change } from './entities/change.js';
import { compact, list, text } from './read.js';
import { dataOf, opt, type Client } from './client.js';

/** Changes of turns, and the diff of the working tree against HEAD. */
export const createChanges = ({ client, at, where }: Client): ChangesPort => ({
  async turn(id, of, signal) {
    return compact(
      list(await dataOf(client.session.diff({ ...at, sessionID: id, messageID: of }, opt(signal)))),
      change,
    );
  },
  async workingTree(directory, signal) {
    return compact(list(await dataOf(client.vcs.diff({ ...where(directory), mode: 'git' }, opt(signal)))), change);
  },
  async branch(directory, signal) {
    return text(await dataOf(client.vcs.get(where(directory), opt(signal))), 'branch');
  },
});

/** Patches of the working tree. */
export const createPatches = ({ client, where }: Client): PatchesPort => ({
  async apply(patch, directory, signal) {
    await dataOf(client.vcs.apply({ ...where(directory), patch }, opt(signal)));
  },
});
