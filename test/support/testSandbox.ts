// A sandbox of the core on a real server, created like in the extension host.
import { createSandbox } from '../../src/core/sandbox/createSandbox.js';
import type { OutboxStorage, Sandbox } from '../../src/core/sandbox/sandbox.js';
import type { Stagger } from '../../src/core/sync/stagger.js';
import type { Traffic } from '../../src/core/agent/transport/traffic.js';
import { systemClock, type Clock, type Fetch } from '../../src/core/ports.js';
import { sandboxId } from '../../src/shared/model/ids.js';
import type { PendingPrompt } from '../../src/shared/model/pending.js';
import { until } from './watch.js';

/** Options of a test sandbox. */
export interface TestSandboxOptions {
  readonly url: string;
  readonly secret?: string | (() => string | undefined);
  readonly username?: string;
  readonly directory?: string;
  readonly clock?: Clock;
  /** Prompts of the last window; changed as the outbox changes. */
  readonly disk?: { pending: readonly PendingPrompt[] };
  /** Storage to use instead of `disk`. */
  readonly outbox?: OutboxStorage;
  readonly fetch?: Fetch;
  readonly onTraffic?: (entry: Traffic) => void;
  /** Shared with other sandboxes; its own otherwise. */
  readonly stagger?: Stagger;
  /** Every line of the log. */
  readonly log?: string[];
}

/** Creates it; `connected` waits for the connection. */
export function createTestSandbox(options: TestSandboxOptions): Sandbox {
  const disk = options.disk ?? { pending: [] };
  const { secret, log } = options;
  let begun = false;
  const line = (message: string): void => void log?.push(message);
  return createSandbox({
    profile: {
      id: sandboxId('box'),
      name: 'Box',
      url: options.url,
      kind: 'auto',
      ...(options.username === undefined ? {} : { username: options.username }),
      ...(options.directory === undefined ? {} : { directory: options.directory }),
    },
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    logger: { trace: line, debug: line, info: line, warn: line, error: line },
    clock: options.clock ?? systemClock,
    credentials: async () => (typeof secret === 'function' ? secret() : secret),
    consent: () => false,
    outbox: options.outbox ?? {
      claim: () => ({ prompts: begun ? [] : ((begun = true), disk.pending), others: false }),
      save: async (pending) => void (disk.pending = pending),
    },
    ...(options.onTraffic === undefined ? {} : { onTraffic: options.onTraffic }),
    ...(options.stagger === undefined ? {} : { stagger: options.stagger }),
  });
}

/** Creates it and waits until everything is loaded. */
export async function connectTestSandbox(options: TestSandboxOptions): Promise<Sandbox> {
  const sandbox = createTestSandbox(options);
  sandbox.connect();
  await connected(sandbox);
  return sandbox;
}

/** Waits for a live connection. */
export const connected = (sandbox: Sandbox): Promise<true> =>
  until(sandbox, 'a connection', (_state, { connection }) => connection.phase === 'connected');
