import type { AgentEvent } from '../../shared/model/events.js';
import { idMaker, type SessionId } from '../../shared/model/ids.js';
import type { AgentServer } from '../agent/ports.js';
import { createBag } from '../emitter.js';
import { createBusyCheck } from '../sync/busyCheck.js';
import { createConnection, type ConnectionWork } from '../sync/connection.js';
import { readAll, type Opened } from '../sync/resync.js';
import { createStagger, type Stagger } from '../sync/stagger.js';
import { createStore } from '../sync/store.js';
import { createActions } from './actions.js';
import { createCatalogReader } from './catalogReader.js';
import { createLiveOutput } from './liveOutput.js';
import { createOutbox } from './outbox.js';
import { createPromptActions } from './promptActions.js';
import { createPrompts } from './promptHistory.js';
import { createPromptQueue } from './promptQueue.js';
import { Readiness } from './readiness.js';
import type { OutboxStorage, Sandbox } from './sandbox.js';
import { ServerFinder, type ServerOptions } from './serverFinder.js';
import { Transcripts } from './transcripts.js';

/** Options of a sandbox. */
export interface SandboxOptions extends ServerOptions {
  readonly outbox: OutboxStorage;
  /** Shared by all sandboxes, so that they do not all load at the same time. */
  readonly stagger?: Stagger;
  /** Called before a prompt or command is stored; a rejection prevents it. */
  readonly beforeSend?: (id: SessionId) => Promise<void>;
}

/** Drops loaded transcripts that were closed in the meantime. */
function withoutClosed(events: readonly AgentEvent[], opened: readonly Opened[]): readonly AgentEvent[] {
  const wanted = new Set(opened.map(({ id }) => id));
  return events.filter((event) => event.type !== 'transcript.opened' || wanted.has(event.sessionId));
}

/** Creates a sandbox; it is idle until `connect` or the first action. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { profile, clock, logger } = options;
  const store = createStore(clock, logger);
  const stagger = options.stagger ?? createStagger(clock);
  const finder = new ServerFinder(options, stagger);
  const readiness = new Readiness(clock);
  let live = false;

  const work: ConnectionWork = {
    open: (signal, probes) => finder.open(signal, probes),
    async resync(from, signal) {
      const [health, events] = await stagger.run(() =>
        Promise.all([from.events.health(signal), readAll(from, transcripts.opened, signal)]),
      );
      finder.requireVersion(from, health.version);
      return withoutClosed(events, transcripts.opened);
    },
    deliver(events) {
      store.dispatch(events);
      if (finder.server !== undefined && events.some((event) => event.type === 'catalog.changed'))
        catalog.changed(finder.server);
    },
    live(from) {
      live = true;
      // First, since pending calls may hang on the previous connection.
      outbox.reconnected();
      store.flush();
      transcripts.catchUp();
      catalog.read(from);
      outbox.pump();
      readiness.report(from);
    },
    replaced: (next) => finder.replace(next),
    failed(failure) {
      live = false;
      if (failure.kind === 'unauthorized' || failure.kind === 'wrongAddress') finder.forget();
      if (failure.kind !== 'waking') readiness.report(failure);
    },
  };
  const connection = createConnection(profile.name, work, clock, logger);
  const server = (): AgentServer | undefined => (live && connection.state.at === 'live' ? finder.server : undefined);
  const ready = (): Promise<AgentServer> => {
    const now = server();
    return now === undefined ? readiness.wait(connection.connect) : Promise.resolve(now);
  };
  const wake = (): void => {
    if (server() === undefined) connection.connect();
  };

  const catalog = createCatalogReader(profile.name, store, () => finder.server, clock, logger);
  const transcripts = new Transcripts({ store, server, clock, logger });
  const ids = idMaker(clock.now, clock.random);
  const outbox = createOutbox({ store, server, storage: options.outbox, clock, logger, ids, failed: connection.fail });
  const liveOutput = createLiveOutput({ store, server, clock, logger });
  const busyCheck = createBusyCheck({ store, server, clock, logger, resync: connection.resync });
  const prompts = createPrompts(store, ready);
  const parts = [transcripts, prompts, outbox, busyCheck, liveOutput, catalog];
  const bag = createBag(store, readiness, finder, connection, ...parts);
  bag.add(connection.onDidChange((info) => (live &&= info.phase === 'connected' || info.phase === 'catching-up')));

  return {
    profile,
    store,
    get connection() {
      return connection.info;
    },
    onDidChangeConnection: connection.onDidChange,
    get identity() {
      return finder.identity;
    },
    get server() {
      return finder.server;
    },
    onDidReplaceServer: finder.onDidReplaceServer,
    ready,
    connect: connection.connect,
    disconnect: connection.stop,
    sleep: connection.sleep,
    checkAlive: connection.checkAlive,
    refresh: async () => (server() === undefined ? void (await ready()) : connection.resync()),
    credentialsChanged() {
      finder.forget();
      if (connection.state.at === 'stopped') return;
      connection.stop();
      connection.connect();
    },
    openTranscript: (id) => transcripts.open(id),
    loadOlder: (id) => transcripts.loadOlder(id),
    get pending() {
      return outbox.pending;
    },
    onDidChangePending: outbox.onDidChange,
    ...createPromptActions({ store, outbox, clock, wake, beforeSend: options.beforeSend }),
    ...createPromptQueue(ready, store, outbox),
    ...createActions({ ready, server: () => finder.server }, { store, outbox, prompts }),
    dispose: () => bag.dispose(),
  };
}
