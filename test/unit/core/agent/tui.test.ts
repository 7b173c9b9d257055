import assert from 'node:assert/strict';
import type { ServerIdentity } from '../../../../src/core/agent/ports.js';
import { tui } from '../../../../src/core/agent/tui.js';
import { sessionId } from '../../../../src/shared/model/ids.js';

const identity = (auth: ServerIdentity['auth']): ServerIdentity =>
  ({ kind: 'opencode-1', version: '1', auth, baseUrl: 'https://box.example/opencode' }) as ServerIdentity;
const credentials = { secret: 's3cret', username: 'ada' };

describe('OpenCode’s terminal UI', () => {
  for (const [version, args, environment] of [
    [
      1,
      ['attach', 'https://box.example/opencode', '--dir=--x', '--session=ses_a'],
      { OPENCODE_SERVER_PASSWORD: 's3cret', OPENCODE_SERVER_USERNAME: 'ada' },
    ],
    [2, ['--server=https://box.example/opencode', '--session=ses_a'], { OPENCODE_PASSWORD: 's3cret' }],
  ] as const)
    it(`gets the address as an argument, and the password only in its environment (version ${version})`, () => {
      const port = tui(identity('basic'), version).tui;
      assert.deepEqual(port?.arguments('--x', sessionId('ses_a')), args);
      assert.deepEqual(port?.environment(credentials), environment);
    });

  it('is not offered by a server that takes only a token', () => {
    assert.deepEqual(tui(identity('bearer'), 1), {});
    assert.deepEqual(tui(identity('bearer'), 2), {});
  });
});
