// A real server on a repository with every kind of file, and a sandbox that is connected to it.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import type { Repository } from '../../support/repository.js';
import { messages, rested, until } from '../../support/watch.js';
import { runningServer } from './processes/servers.js';
import { files } from './sampleFiles.js';

/** Every file below a folder but git's own, with its bytes. */
export function treeOf(root: string, below = ''): Map<string, string> {
  const result = new Map<string, string>();
  for (const name of readdirSync(join(root, below))) {
    const path = below === '' ? name : `${below}/${name}`;
    if (name === '.git') continue;
    const full = join(root, path);
    const stat = statSync(full, { throwIfNoEntry: false });
    if (stat?.isDirectory() === true) for (const [key, value] of treeOf(root, path)) result.set(key, value);
    else if (stat !== undefined)
      result.set(path, execFileSync('git', ['hash-object', '--no-filters', '--', full], { encoding: 'utf8' }).trim());
  }
  return result;
}

/** The fixture of a suite. */
export interface Workshop {
  readonly sandbox: Sandbox;
  /** The repository that the server works in. */
  readonly remote: Repository;
  /** Runs a turn with one command in it; gives its session. */
  turn(command: string, id?: SessionId): Promise<SessionId>;
  /** Reverts the changes in the repository. */
  clean(): void;
}

/** Creates the fixture before the tests of this suite, with a server of this kind, and disposes it after them. */
export function changesFixture(kind = 'OpenCode 1'): () => Workshop {
  const at = runningServer(kind, { files });
  let scripts = 0;

  /** The model calls a tool that runs the command. */
  const scriptedTurn = async (session: SessionId, command: string): Promise<void> => {
    const { sandbox, model } = at();
    const before = messages(sandbox, session).length;
    const name = `work${scripts++}`;
    const tool = kind === 'OpenCode 2' ? 'shell' : 'bash';
    Object.assign(model.scripts, {
      [name]: [{ tools: [{ name: tool, args: { command, description: 'work' } }] }, { text: 'Done.' }],
    });
    await sandbox.send(session, { text: `[[${name}]]`, attachments: [] });
    await model.asked(name, 1);
    // Before its messages arrive, the end of the previous turn looks like its own.
    await until(sandbox, 'the messages of the turn', () => messages(sandbox, session).length > before + 1);
    await rested(sandbox, session);
  };
  /** The mock agent runs nothing: the command runs while the turn waits for a permission. */
  const mockTurn = async (session: SessionId, command: string): Promise<void> => {
    const { sandbox, repository } = at();
    const message = await sandbox.send(session, { text: 'ask me for permission', attachments: [] });
    const request = await until(sandbox, 'a permission', (state) =>
      state.requests.find(({ sessionId }) => sessionId === session),
    );
    execFileSync('sh', ['-c', command], { cwd: repository.path });
    await sandbox.replyPermission(request.id, 'once');
    await until(sandbox, 'the files that were counted', () =>
      messages(sandbox, session).some(
        (one) => one.id === message && one.role === 'user' && (one.changes ?? []).length > 0,
      ),
    );
  };
  const turn = async (command: string, id?: SessionId): Promise<SessionId> => {
    const { sandbox } = at();
    const session = id ?? (await sandbox.newSession()).id;
    sandbox.openTranscript(session);
    await (kind === 'Sandbox Agent' ? mockTurn : scriptedTurn)(session, command);
    return session;
  };
  const clean = (): void => {
    const { repository } = at();
    repository.git('reset', '-q', '--hard');
    repository.git('clean', '-qfd');
  };
  return () => ({ sandbox: at().sandbox, remote: at().repository, turn, clean });
}
