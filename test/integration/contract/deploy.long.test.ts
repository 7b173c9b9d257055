import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isolated } from '../../support/binary.js';
import { patientClock } from '../../support/clock.js';
import { connectTestSandbox } from '../../support/testSandbox.js';
import { startModel, type Model } from '../../support/model.js';
import { opencodeBinary, scriptedConfig } from '../../support/opencode.js';
import { hasOpencode2, opencode2Binary, scriptedConfig2 } from '../../support/opencode2.js';
import { startProcess, type RunningProcess } from '../../support/process.js';
import { gitEnvironment } from '../../support/repository.js';
import { freePort, makeTemp, removeTemp } from '../../support/temp.js';
import { rested, said } from '../../support/watch.js';

interface Version {
  readonly name: string;
  readonly available: boolean;
  readonly binary: () => string;
  readonly config: (modelUrl: string) => object;
  /** A path that requires the password. */
  readonly guarded: string;
  /** The server's folder. */
  readonly directory: (json: (path: string) => Promise<unknown>) => Promise<string>;
}

const VERSIONS: readonly Version[] = [
  {
    name: 'OpenCode 2',
    available: hasOpencode2(),
    binary: opencode2Binary,
    config: scriptedConfig2,
    guarded: '/api/info',
    directory: async (json) => ((await json('/api/location')) as { directory: string }).directory,
  },
  {
    name: 'OpenCode 1',
    available: true,
    binary: opencodeBinary,
    config: scriptedConfig,
    guarded: '/global/health',
    directory: async (json) => ((await json('/path')) as { directory: string }).directory,
  },
];

for (const version of VERSIONS)
  (version.available ? describe : describe.skip)(
    `the image for Fly.io with ${version.name}, without the machine around it`,
    () => {
      let model: Model;
      let dir: string;
      let port: number;
      let running: RunningProcess;
      const at = (path: string): string => `http://127.0.0.1:${port}${path}`;
      const basic = { authorization: `Basic ${Buffer.from('opencode:fly-secret').toString('base64')}` };

      before(async () => {
        model = await startModel();
        dir = makeTemp('fly');
        cpSync('media/fly', join(dir, 'image'), { recursive: true });
        mkdirSync(join(dir, 'bin'));
        symlinkSync(version.binary(), join(dir, 'bin', 'opencode'));
        port = await freePort();
        const env = {
          ...isolated(join(dir, 'data', 'home')),
          ...gitEnvironment,
          PATH: `${join(dir, 'bin')}:${process.env['PATH'] ?? ''}`,
          OPENCODE_CONFIG_CONTENT: JSON.stringify(version.config(model.url)),
          OPENCODE_DISABLE_AUTOUPDATE: '1',
          OPENCODE_DISABLE_MODELS_FETCH: '1',
          OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
          OPENCODE_SERVER_PASSWORD: 'fly-secret',
          // The user who runs the tests; another test checks the user in the image.
          RUN_AS: 'root',
          DATA: join(dir, 'data'),
          PORT: String(port),
          BACKEND_PORT: String(await freePort()),
        };
        running = await startProcess({
          command: '/bin/sh',
          args: [join(dir, 'image', 'entry.sh')],
          cwd: dir,
          env,
          ready: async () => {
            const answer = await fetch(at('/health'), { signal: AbortSignal.timeout(3000) }).catch(() => undefined);
            return answer?.status === 200;
          },
        });
      });
      after(async () => {
        await running?.stop();
        await model?.close();
        if (dir !== undefined) removeTemp(dir);
      });

      it('requires the password, and serves nothing outside its path', async () => {
        const { guarded } = version;
        assert.equal((await fetch(at(`/opencode${guarded}`))).status, 401);
        assert.equal((await fetch(at(`/opencode${guarded}`), { headers: basic })).status, 200);
        assert.equal((await fetch(at(guarded), { headers: basic })).status, 404);
        assert.equal((await fetch(at(`/opencodex${guarded}`), { headers: basic })).status, 404);
      });

      it('does not run as root', async () => {
        const own = makeTemp('fly-user');
        chmodSync(own, 0o755);
        cpSync('media/fly', join(own, 'image'), { recursive: true });
        mkdirSync(join(own, 'bin'));
        mkdirSync(join(own, 'data'));
        writeFileSync(join(own, 'bin', 'opencode'), '#!/bin/sh\nid -u >"$DATA/workspace/uid"\n', { mode: 0o755 });
        const free = String(await freePort());
        const run = (user: string) =>
          spawnSync('/bin/sh', [join(own, 'image', 'entry.sh')], {
            encoding: 'utf8',
            env: {
              PATH: `${join(own, 'bin')}:${process.env['PATH'] ?? ''}`,
              OPENCODE_SERVER_PASSWORD: 'fly-secret',
              DATA: join(own, 'data'),
              RUN_AS: user,
              PORT: free,
            },
          });
        run('nobody');
        assert.match(readFileSync(join(own, 'data', 'workspace', 'uid'), 'utf8'), /^[1-9]\d*\n$/);
        if (process.getuid?.() === 0) {
          const { status, stderr } = run('no-such-user');
          assert.equal(status, 1);
          assert.match(stderr, /there is no user no-such-user/);
        }
        removeTemp(own);
      });

      it('works in /data/workspace', async () => {
        const json = async (path: string): Promise<unknown> =>
          (await fetch(at(`/opencode${path}`), { headers: basic })).json();
        assert.match(await version.directory(json), /\/data\/workspace$/);
      });

      it('streams a turn to the extension through the path', async () => {
        const sandbox = await connectTestSandbox({ url: at('/opencode'), secret: 'fly-secret', clock: patientClock });
        try {
          const session = await sandbox.newSession();
          const held = sandbox.openTranscript(session.id);
          await sandbox.send(session.id, { text: 'hello Fly', attachments: [] });
          await rested(sandbox, session.id);
          assert.match(said(sandbox, session.id), /hello Fly/);
          held.dispose();
        } finally {
          sandbox.dispose();
        }
      });
    },
  );
