import assert from 'node:assert/strict';
import { connectServer } from '../../../../src/core/agent/connect.js';
import type { AgentServer, OutgoingPrompt } from '../../../../src/core/agent/ports.js';
import { CHECK_MS, READ_MS, SLOW_MS } from '../../../../src/core/agent/transport/deadlines.js';
import { messageId, partId, sessionId } from '../../../../src/shared/model/ids.js';
import { createFetch, settle } from '../../../support/bytes.js';
import { createTestClock } from '../../../support/clock.js';
import { silentLogger } from '../../../support/silentLogger.js';

const ses = sessionId('ses_1');
const msg = messageId('msg_1');
const model = { providerId: 'p', modelId: 'm' };
const prompt: OutgoingPrompt = {
  sessionId: ses,
  messageId: msg,
  partIds: [partId('prt_1')],
  text: 'x',
  attachments: [],
};

type Calls = Readonly<Record<string, (server: AgentServer) => Promise<unknown> | undefined>>;

/** Calls by their own timeouts. */
const CALLS: Readonly<Record<number, Calls>> = {
  [CHECK_MS]: { 'events.health': (server) => server.events.health() },
  [READ_MS]: {
    'sessions.activity': (server) => server.sessions.activity(),
    'sessions.get': (server) => server.sessions.get(ses),
    'sessions.list': (server) => server.sessions.list({}),
    'sessions.rename': (server) => server.sessions.rename(ses, 'x'),
    'sessions.delete': (server) => server.sessions.delete(ses),
    'sessions.abort': (server) => server.sessions.abort(ses),
    'sessions.archive': (server) => server.sessions.archive?.(ses, true),
    'sessions.todos': (server) => server.sessions.todos?.(ses),
    'prompts.find': (server) => server.prompts.find(ses, msg),
  },
  [SLOW_MS]: {
    'sessions.messages': (server) => server.sessions.messages(ses, { limit: 1 }),
    'sessions.create': (server) => server.sessions.create({}),
    'sessions.fork': (server) => server.sessions.fork(ses),
    'catalog.read': (server) => server.catalog.read(),
    'workspace.directory': (server) => server.workspace.directory(),
    'workspace.projectId': (server) => server.workspace.projectId('/w'),
    'changes.turn': (server) => server.changes?.turn(ses, msg),
    'changes.workingTree': (server) => server.changes?.workingTree('/w'),
    'changes.branch': (server) => server.changes?.branch('/w'),
    'files.list': (server) => server.files?.list('', '/w'),
    'files.read': (server) => server.files?.read('a/health', '/w'),
    'search.files': (server) => server.search?.files('a', 1),
    'search.text': (server) => server.search?.text('a'),
    'configuration.read': (server) => server.configuration?.read(),
    'configuration.patch': (server) => server.configuration?.patch({}),
    'configuration.schema': (server) => server.configuration?.schema(),
    'terminals.open': (server) => server.terminals?.open({ directory: '/w', title: 'x' }),
  },
  [Infinity]: {
    'prompts.submit': (server) => server.prompts.submit(prompt),
    'prompts.command': (server) => server.prompts.command?.('x', prompt),
    'prompts.shell': (server) => server.prompts.shell?.(ses, 'ls', 'build'),
    'sessions.compact': (server) => server.sessions.compact?.(ses, model),
    'sessions.revert': (server) => server.sessions.revert?.to(ses, msg),
    'sessions.unrevert': (server) => server.sessions.revert?.undo(ses),
    'patches.apply': (server) => server.patches?.apply('x', '/w'),
  },
};

/** Before a prompt, a Sandbox Agent is asked whether it has the session. */
const isLookup = (method: string | undefined, url: string): boolean =>
  method === 'GET' && url.endsWith('/session/ses_1');

/** A server that accepts requests and never responds, except to that question before a prompt. */
function silentServer(kind: 'opencode-1' | 'sandbox-agent', name?: string) {
  const clock = createTestClock();
  const { fetch } = createFetch(({ url, init }) =>
    name === 'prompts.submit' && isLookup(init.method, url)
      ? Promise.resolve(Response.json({ id: ses, time: { created: 1, updated: 1 } }))
      : new Promise<Response>(() => {}),
  );
  const server = connectServer({
    identity: { kind, version: '1', auth: 'none', baseUrl: 'https://box.example/opencode', elapsed: 1 },
    credentials: async () => undefined,
    fetch,
    logger: silentLogger,
    clock,
  });
  return { clock, server };
}

/** Calls that take several requests or run a program on Sandbox Agent: each of those has a deadline of its own. */
const COMPOSED = /^(?:sessions\.delete|workspace\.projectId|changes\.|search\.|patches\.|terminals\.)/;

/** Whether a server of this kind has the call as a single request. */
function has(kind: 'opencode-1' | 'sandbox-agent', name: string, call: Calls[string]): boolean {
  if (kind === 'sandbox-agent' && COMPOSED.test(name)) return false;
  const asked = call(silentServer(kind).server);
  void asked?.catch(() => {});
  return asked !== undefined;
}

describe('a call to a server that is slow', () => {
  for (const kind of ['opencode-1', 'sandbox-agent'] as const)
    for (const [limit, calls] of Object.entries(CALLS))
      for (const [name, call] of Object.entries(calls).filter(([one, make]) => has(kind, one, make)))
        it(`is given ${limit === 'Infinity' ? 'any time' : `${Number(limit) / 1000} s`} for ${name} on ${kind}`, async () => {
          const { clock, server } = silentServer(kind, name);
          let isOver = false;
          void call(server)
            ?.catch(() => {})
            .finally(() => (isOver = true));
          await settle();
          const ms = Math.min(Number(limit), 24 * 60 * 60_000);
          await clock.tick(ms - 1);
          await settle();
          assert.equal(isOver, false, 'just before');
          await clock.tick(1);
          await settle();
          assert.equal(isOver, limit !== 'Infinity', 'then');
        });
});
