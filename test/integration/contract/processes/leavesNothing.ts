import { readdirSync } from 'node:fs';
import { poll } from '../../../support/poll.js';
import type { RunningServer } from './servers.js';

/** Tests at the end of a suite: none of its programs is left on the server. */
export function leavesNothing(kind: string, at: () => RunningServer): void {
  it('leave no temporary file behind', () =>
    poll(
      'an empty temporary folder',
      () => !readdirSync(at().temporary).some((name) => name.startsWith('opencode-sandbox')),
    ));
  if (kind === 'OpenCode 1')
    it('leave no terminal behind', () =>
      poll('an empty list', async () => (await at().json<unknown[]>('/pty')).length === 0));
  if (kind === 'OpenCode 2')
    it('leave no terminal behind', () =>
      poll('an empty list', async () => (await at().json<{ data: unknown[] }>('/api/pty')).data.length === 0));
}
