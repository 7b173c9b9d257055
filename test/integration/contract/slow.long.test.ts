import assert from 'node:assert/strict';
import { DIALECTS } from '../../support/dialect.js';
import { rested, said, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

/** Delay of requests and of responses in ms: together longer than the timeout of the health check. */
const DELAY_MS = 6_000;
const READS =
  /^(GET|POST) (\/opencode)?(\/api)?\/(session|permission|question|form|path|location|agent|command|config)(\/|\?|$)/;

describe('real OpenCode servers on slow machines', () => {
  const all = DIALECTS.filter(({ available }) => available()).map((dialect) => ({
    dialect,
    at: realServer({ hello: [{ text: 'Hello.' }] }, dialect),
  }));

  it('are connected to, and a session is created and read, although every read takes longer than a sign of life', async () => {
    // In parallel, since both only wait.
    await Promise.all(
      all.map(async ({ dialect, at }) => {
        const { proxy, server, open } = at();
        const id = await dialect.createSession(server, 'Already there');
        proxy.delay(DELAY_MS, READS);
        const sandbox = await open();
        assert.ok([...sandbox.store.state.sessions.keys()].includes(id), dialect.name);
        await until(sandbox, 'models and agents', (state) => state.catalog.agents.length > 0);
        const created = await sandbox.newSession();
        sandbox.openTranscript(created.id);
        await sandbox.send(created.id, prompt('[[hello]]'));
        await rested(sandbox, created.id);
        assert.equal(said(sandbox, created.id), 'Hello.', dialect.name);
      }),
    );
  }).timeout(300_000);
});
