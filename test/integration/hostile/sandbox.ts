// A sandbox of the whole core on a server that may send anything.
import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import { sessionId } from '../../../src/shared/model/ids.js';
import { connected, createTestSandbox } from '../../support/testSandbox.js';
import { startHostileServer, type Answers, type HostileServer, type Route } from '../../support/hostile.js';
import { until as waitFor } from '../../support/temp.js';
import type { Wire } from './wire.js';

/** The session that the server knows. */
export const ONE = sessionId('ses_1');
/** One sandbox on one hostile server; both are disposed afterwards. */
export async function on(
  act: (server: HostileServer, sandbox: Sandbox, log: string[]) => Promise<void>,
  { wire, answers = wire.answers, route }: { wire: Wire; answers?: Answers; route?: Route },
  start = true,
): Promise<void> {
  const server = await startHostileServer(answers, route, wire.base);
  const log: string[] = [];
  const sandbox = createTestSandbox({ url: server.url, secret: 'canary-secret', log });
  try {
    sandbox.connect();
    sandbox.openTranscript(ONE);
    if (start) await connected(sandbox);
    await act(server, sandbox, log);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    assert.equal(log.join('\n').includes('canary-secret'), false);
  } finally {
    sandbox.dispose();
    await server.close();
  }
}

/** Proof that the stream still works: an ordinary event arrives. */
export async function speaks(wire: Wire, server: HostileServer, sandbox: Sandbox): Promise<void> {
  const title = `still here ${Math.random()}`;
  const id = `ses_proof${title.slice(-6)}`;
  server.say(`\ndata: ${JSON.stringify(wire.titled(id, title))}\n\n`);
  await waitFor('the stream speaks', () => sandbox.store.state.sessions.get(sessionId(id))?.title === title);
}
