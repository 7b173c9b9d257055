// A sandbox of the whole core on a server that may send anything.
import assert from 'node:assert/strict';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import { sessionId } from '../../../src/shared/model/ids.js';
import { connected, createTestSandbox } from '../../support/testSandbox.js';
import { startHostileServer, type Answers, type HostileServer, type Route } from '../../support/hostile.js';
import { until as waitFor } from '../../support/temp.js';

/** The session that the server knows. */
export const ONE = sessionId('ses_1');
export const info = { id: ONE, title: 'One', directory: '/w', time: { created: 1, updated: 1 } };
const talk = [
  { info: { id: 'msg_0', sessionID: ONE, role: 'user', time: { created: 1 } }, parts: [] },
  {
    info: { id: 'msg_1', sessionID: ONE, role: 'assistant', time: { created: 2, completed: 3 } },
    parts: [
      {
        id: 'prt_1',
        messageID: 'msg_1',
        sessionID: ONE,
        type: 'text',
        text: 'as GET says',
        time: { start: 1, end: 2 },
      },
    ],
  },
];
/** Its regular responses. */
export const still: Answers = { '/session': [info], '/session/ses_1': info, '/session/ses_1/message': talk };

/** One sandbox on one hostile server; both are disposed afterwards. */
export async function on(
  act: (server: HostileServer, box: Sandbox, log: string[]) => Promise<void>,
  { answers = still, route }: { answers?: Answers; route?: Route } = {},
  start = true,
): Promise<void> {
  const server = await startHostileServer(answers, route);
  const log: string[] = [];
  const box = createTestSandbox({ url: server.url, secret: 'canary-secret', log });
  try {
    box.connect();
    box.openTranscript(ONE);
    if (start) await connected(box);
    await act(server, box, log);
    assert.equal(({} as { polluted?: boolean }).polluted, undefined);
    assert.equal(log.join('\n').includes('canary-secret'), false);
  } finally {
    box.dispose();
    await server.close();
  }
}

/** Proof that the stream still works: an ordinary event arrives. */
export async function speaks(server: HostileServer, box: Sandbox): Promise<void> {
  const title = `still here ${Math.random()}`;
  server.say(
    `\ndata: ${JSON.stringify({ type: 'session.updated', properties: { info: { ...info, id: 'ses_proof', title } } })}\n\n`,
  );
  await waitFor('the stream speaks', () => box.store.state.sessions.get(sessionId('ses_proof'))?.title === title);
}
