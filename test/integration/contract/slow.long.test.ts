import assert from 'node:assert/strict';
import { rested, said, until } from '../../support/watch.js';
import { prompt, realServer } from './realServer.js';

/** Ms that the proxy waits on the way there and on the way back: together longer than a sign of life may take. */
const DELAY_MS = 6_000;

describe('a real OpenCode server on a slow machine', () => {
  const at = realServer({ hello: [{ text: 'Hello.' }] });

  it('is connected to, and a session is created and read, although every read takes longer than a sign of life', async () => {
    const { proxy, server, open } = at();
    const { id } = await server.json<{ id: string }>('/session', { title: 'Already there' });
    proxy.delay(
      DELAY_MS,
      /^(GET|POST) (\/opencode)?\/(session|permission|question|path|agent|command|config)(\/|\?|$)/,
    );
    const box = await open();
    assert.ok([...box.store.state.sessions.keys()].some((one) => one === id));
    await until(box, 'models and agents', (state) => state.catalog.agents.length > 0);
    const created = await box.newSession();
    box.openTranscript(created.id);
    await box.send(created.id, prompt('[[hello]]'));
    await rested(box, created.id);
    assert.equal(said(box, created.id), 'Hello.');
  }).timeout(300_000);
});
