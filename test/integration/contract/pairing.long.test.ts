import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { readPairingLink } from '../../../src/core/agent/connect.js';
import { hasOpencode2, opencode2Binary, startOpencode2 } from '../../support/opencode2.js';
import { connectTestSandbox } from '../../support/testSandbox.js';

(hasOpencode2() ? describe : describe.skip)('the link that `opencode pair` prints', () => {
  it('connects to its server', async () => {
    const server = await startOpencode2({ password: null, args: ['--service'] });
    try {
      const { stdout } = await promisify(execFile)(opencode2Binary(), ['pair', '--url', server.url], {
        env: server.env(),
        timeout: 60_000,
      });
      const [link = ''] = /http\S+\/connect#\S+/.exec(stdout) ?? [];
      const found = readPairingLink(link) ?? assert.fail('no pairing link');
      const sandbox = await connectTestSandbox({ url: found.url, secret: found.password });
      assert.equal(sandbox.identity?.kind, 'opencode-2');
      sandbox.dispose();
    } finally {
      await server.dispose();
    }
  });
});
