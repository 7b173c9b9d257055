// Fixture of the fault tests: a real server behind a proxy, and a sandbox of the core on it.
import { systemClock, type Clock } from '../../../src/core/ports.js';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../../src/shared/model/pending.js';
import { createTestSandbox, type TestSandboxOptions } from '../../support/testSandbox.js';
import { startModel, type Model } from '../../support/model.js';
import { startProxy, type Proxy } from '../../support/proxy.js';
import type { KindServer, TestKind } from '../../support/serverKinds.js';
import { until as waitFor } from '../../support/temp.js';

/** Everything a fault needs. */
export interface Fixture {
  readonly kind: TestKind;
  readonly model: Model;
  readonly server: KindServer;
  readonly proxy: Proxy;
  /** Its time is shifted by `shift` ms. */
  readonly clock: Clock & { shift: number };
  /** The window's sandbox; `reopen` closes it and opens another on the same disk. */
  sandbox: Sandbox;
  readonly disk: { pending: readonly PendingPrompt[]; full: boolean };
  secret: string;
  readonly log: string[];
  reopen(options?: Partial<TestSandboxOptions>): Sandbox;
  /** A new session, opened, with a pending prompt. */
  begin(text: string): Promise<SessionId>;
  dispose(): Promise<void>;
}

function movable(): Clock & { shift: number } {
  const clock = { ...systemClock, shift: 0, now: () => systemClock.now() + clock.shift };
  return clock;
}

/** Lines of the log; `FAULTS_TRACE=1` prints each with the second it came in, to see what a recovery waited for. */
function traced(): string[] {
  const lines: string[] = [];
  if (process.env['FAULTS_TRACE'] === undefined) return lines;
  const start = Date.now();
  const push = lines.push.bind(lines);
  lines.push = (...more) => {
    for (const line of more) console.log(`${((Date.now() - start) / 1000).toFixed(2)} ${line}`);
    return push(...more);
  };
  return lines;
}

/** Creates the fixture, without faults yet. */
export async function createFixture(kind: TestKind): Promise<Fixture> {
  const model = await startModel({ scripts: {} });
  const server = await kind.start({ model });
  const proxy = await startProxy({ target: server.address });
  const clock = movable();
  const disk: Fixture['disk'] = { pending: [], full: false };
  const log = traced();
  const make = (more: Partial<TestSandboxOptions> = {}): Sandbox => {
    const sandbox = createTestSandbox({ url: proxy.url, secret: () => fixture.secret, clock, disk, log, ...more });
    sandbox.connect();
    return sandbox;
  };
  const fixture: Fixture = {
    kind,
    model,
    server,
    proxy,
    clock,
    disk,
    log,
    secret: server.secret,
    sandbox: undefined as unknown as Sandbox,
    reopen(more) {
      fixture.sandbox.dispose();
      fixture.sandbox = make(more);
      return fixture.sandbox;
    },
    async begin(text) {
      const { id } = await fixture.sandbox.newSession();
      fixture.sandbox.openTranscript(id);
      await fixture.sandbox.send(id, { text, attachments: [] });
      return id;
    },
    async dispose() {
      fixture.sandbox.dispose();
      await proxy.close();
      await server.dispose();
      await model.close();
    },
  };
  fixture.sandbox = make();
  await live(fixture.sandbox);
  return fixture;
}

/** Waits for a connection; the error shows the actual state. */
export const live = (sandbox: Sandbox, within = 120_000): Promise<unknown> =>
  waitFor(
    `a connection, not ${JSON.stringify(sandbox.connection)}`,
    () => sandbox.connection.phase === 'connected',
    within,
  );

/** Waits until the sandbox noticed the fault. */
export const down = (sandbox: Sandbox, within = 120_000): Promise<unknown> =>
  waitFor('the loss of the connection', () => sandbox.connection.phase !== 'connected', within);
