// A real OpenCode server on a repository with every kind of file, and a sandbox that is connected to it.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { patientClock } from '../../support/clock.js';
import { connectBox } from '../../support/testSandbox.js';
import { startModel, type Model } from '../../support/model.js';
import { startOpencode, type Opencode } from '../../support/opencode.js';
import { makeRepository, type Files, type Repository } from '../../support/repository.js';
import { messages, rested, until } from '../../support/watch.js';

export const files: Files = {
  'edit.txt': 'a\nb\nc\n',
  'crlf.txt': 'a\r\nb\r\nc\r\n',
  'nonl.txt': 'a\nb\nc',
  'bom.txt': '\ufeffone\ntwo\n',
  'empty.txt': '',
  'toempty.txt': 'q\n',
  'ordner mit ü/dätei eins.txt': 'eins\nzwei\n',
  'del.txt': 'x\ny\n',
  'ren.txt': 'r1\nr2\nr3\n',
  'bin.dat': new Uint8Array([0, 1, 2, 255]),
  'latin.txt': new Uint8Array([0x61, 0xe9, 0x0a, 0x62, 0x0a]),
  'big.txt': Array.from({ length: 20_000 }, (_, i) => `line ${i}\n`).join(''),
  'mode.sh': 'echo\n',
  'sub/deep.txt': '1\n',
};

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
  readonly box: Sandbox;
  /** The repository that the server works in. */
  readonly remote: Repository;
  /** Runs a turn with one command in it; gives its session. */
  turn(command: string, id?: SessionId): Promise<SessionId>;
  /** Reverts the changes in the repository. */
  clean(): void;
}

/** Creates the fixture before the tests of this suite, and disposes it after them. */
export function changesFixture(): () => Workshop {
  let model: Model;
  let server: Opencode;
  let remote: Repository;
  let box: Sandbox;
  before(async () => {
    model = await startModel();
    remote = makeRepository(files);
    server = await startOpencode({ model, workspace: remote.path });
    box = await connectBox({ url: server.url, secret: 'pw', clock: patientClock });
  });
  after(async () => {
    box?.dispose();
    await server?.dispose();
    await model?.close();
    remote?.remove();
  });

  let scripts = 0;
  const turn = async (command: string, id?: SessionId): Promise<SessionId> => {
    const session = id ?? (await box.newSession()).id;
    box.openTranscript(session);
    const before = messages(box, session).length;
    const name = `work${scripts++}`;
    Object.assign(model.scripts, {
      [name]: [{ tools: [{ name: 'bash', args: { command, description: 'work' } }] }, { text: 'Done.' }],
    });
    await box.send(session, { text: `[[${name}]]`, attachments: [] });
    await model.asked(name, 1);
    // Until its messages are here, the end of the turn before it looks like its own.
    await until(box, 'the messages of the turn', () => messages(box, session).length > before + 1);
    await rested(box, session);
    return session;
  };
  const clean = (): void => {
    remote.git('reset', '-q', '--hard');
    remote.git('clean', '-qfd');
  };
  return () => ({ box, remote, turn, clean });
}
