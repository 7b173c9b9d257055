// A sandbox on a real OpenCode 2 server whose model follows these scripts.
import type { PermissionRequest, QuestionRequest } from '../../../src/shared/model/entities.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { opencode2 as dialect } from '../../support/dialect.js';
import { until } from '../../support/watch.js';
import { realServer, type RealServer } from './realServer.js';

const write = (path: string, content: string) => ({ name: 'write', args: { path, content } });
const scripts = {
  hello: [{ reasoning: 'Let me think.', text: 'Hello **world**, this is streamed.', chunk: 4 }],
  held: [{ text: 'before ', hold: 'held', afterHold: 'after' }],
  edit: [{ tools: [write('notes.md', '# Notes\n')] }, { text: 'Wrote.' }],
  more: [{ tools: [write('more.md', 'more\n')] }, { text: 'Wrote more.' }],
  git: [{ tools: [dialect.command('git status --short')] }, { text: 'After all.' }],
};
const config = {
  permissions: [
    { action: '*', resource: '*', effect: 'allow' },
    { action: 'shell', resource: 'git *', effect: 'ask' },
  ],
  commands: { greet: { template: '[[hello]] greet $ARGUMENTS', description: 'Greets' } },
};

/** Runs a suite with such a sandbox, where the program of OpenCode 2 exists. */
export function describeOpencode2(suite: (at: () => RealServer) => void): void {
  const run = dialect.available() ? describe : describe.skip;
  run('a sandbox on OpenCode 2', () => suite(realServer(scripts, dialect, config)));
}

/** Resolves with the request that a session waits for. */
export const request = ({ sandbox }: RealServer, id: SessionId): Promise<PermissionRequest | QuestionRequest> =>
  until(sandbox, 'a request', (state) => state.requests.find((one) => one.sessionId === id));
