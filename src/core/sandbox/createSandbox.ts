import type { SessionId } from '../../shared/model/ids.js';
import type { AgentEvent } from '../../shared/model/events.js';
import { draftSession, idMaker } from '../../shared/model/ids.js';
import { connectServer, isNothingHere, probe, requiresConsent, type Traffic } from '../agent/connect.js';
import type { AgentServer, ServerIdentity } from '../agent/ports.js';
import { createBag, createEmitter } from '../emitter.js';
import { Failure, toFailure } from '../failure.js';
import type { Clock, Fetch, Logger } from '../ports.js';
import { createBusyCheck } from '../sync/busyCheck.js';
import { createConnection } from '../sync/connection.js';
import { probeInParallel } from '../sync/probeInParallel.js';
import { readAll } from '../sync/resync.js';
import { createStagger, type Stagger } from '../sync/stagger.js';
import { createStore } from '../sync/store.js';
import { createActions } from './actions.js';
import { createLiveOutput } from './liveOutput.js';
import { createOutbox } from './outbox.js';
import { createCatalogReader } from './catalogReader.js';
import { kindsOf, type ConnectionProfile } from './profile.js';
import { createPrompts } from './promptHistory.js';
import { createPromptQueue } from './promptQueue.js';
import type { OutboxStorage, Sandbox } from './sandbox.js';
import { creationOf } from './sessionCreator.js';
import { createTranscripts } from './transcripts.js';

/** Options of a sandbox. `credentials` reads the secret for each call; `consent` returns whether plain http is allowed. */
export interface SandboxOptions {
  readonly profile: ConnectionProfile;
  readonly fetch: Fetch;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly credentials: () => Promise<string | undefined>;
  readonly consent: () => boolean;
  readonly outbox: OutboxStorage;
  readonly onTraffic?: (entry: Traffic) => void;
  /** Shared by all sandboxes, so that they do not all load at once. */
  readonly stagger?: Stagger;
  /** Called before a prompt or command is stored; a rejection prevents it. */
  readonly beforeSend?: (id: SessionId) => Promise<void>;
}

/** Ms that `ready` waits for a connection: as long as its slowest read may take. */
const READY = 60_000;

/** Creates a sandbox; it is idle until `connect` or the first action. */
export function createSandbox(options: SandboxOptions): Sandbox {
  const { profile, clock, logger } = options;
  const store = createStore(clock, logger);
  const stagger = options.stagger ?? createStagger(clock);
  const readied = createEmitter<AgentServer | Failure>();
  const replacedServer = createEmitter<AgentServer>();
  let identity: ServerIdentity | undefined;
  let server: AgentServer | undefined;
  let live = false;

  const catalog = createCatalogReader(profile.name, store, () => server, clock, logger);
  const identify = async (signal: AbortSignal): Promise<ServerIdentity> => {
    if (requiresConsent(profile.url) && !options.consent())
      throw new Failure('insecure', 'This address uses plain http, so the password would be sent unencrypted.');
    const secret = await options.credentials();
    const { fetch } = options;
    return probe({
      url: profile.url,
      kinds: kindsOf(profile),
      fetch,
      logger,
      clock,
      signal,
      ...(secret === undefined ? {} : { secret }),
      ...(profile.username === undefined ? {} : { username: profile.username }),
    });
  };

  const listen = (events: readonly AgentEvent[]): void => {
    store.dispatch(events);
    if (server === undefined || !events.some((event) => event.type === 'catalog.changed')) return;
    catalog.changed(server);
  };

  const connection = createConnection(
    profile.name,
    {
      async open(signal, hands) {
        if (identity !== undefined && server !== undefined) {
          const known = server;
          try {
            await stagger.run(() => probeInParallel((own) => known.events.health(own), hands, clock, signal));
            return known;
          } catch (error) {
            // What answers is another server (an upgrade to another version): the address is probed afresh.
            if (!isNothingHere(toFailure(error))) throw error;
          }
        }
        identity = await stagger.run(() => identify(signal));
        if (identity.untested === true)
          logger.warn(
            `${profile.name}: version ${identity.version} of the server is newer than any this extension was tested with.`,
          );
        const { credentials, fetch, onTraffic } = options;
        server = connectServer({
          identity,
          credentials,
          fetch,
          logger,
          clock,
          ...(profile.username === undefined ? {} : { username: profile.username }),
          ...(profile.directory === undefined ? {} : { directory: profile.directory }),
          ...(onTraffic === undefined ? {} : { onTraffic }),
        });
        return server;
      },
      async resync(from, signal) {
        const [health, events] = await stagger.run(() =>
          Promise.all([from.events.health(signal), readAll(from, transcripts.opened, signal)]),
        );
        // Another server at the same address (an upgrade, a new machine) has another identity.
        if (health.version !== from.identity.version) {
          identity = undefined;
          throw new Failure('unreachable', 'The server was updated. Reconnecting…');
        }
        // What was closed while loading stays closed.
        const wanted = new Set(transcripts.opened.map(({ id }) => id));
        return events.filter((event) => event.type !== 'transcript.opened' || wanted.has(event.sessionId));
      },
      deliver: listen,
      live(from) {
        live = true;
        // Before anything is sent on this connection: pending calls hang on the previous one.
        outbox.reconnected();
        store.flush();
        transcripts.catchUp();
        catalog.read(from);
        outbox.pump();
        readied.fire(from);
      },
      replaced(next) {
        server = next;
        replacedServer.fire(next);
      },
      failed(failure) {
        live = false;
        if (failure.kind === 'unauthorized' || failure.kind === 'wrongAddress') identity = undefined;
        if (failure.kind !== 'waking') readied.fire(failure);
      },
    },
    clock,
    logger,
  );

  const current = (): AgentServer | undefined => (live && connection.state.at === 'live' ? server : undefined);
  const transcripts = createTranscripts(store, current, clock, logger);
  const outbox = createOutbox({
    store,
    server: current,
    storage: options.outbox,
    clock,
    logger,
    ids: idMaker(clock.now, clock.random),
    failed: connection.fail,
  });

  const liveOutput = createLiveOutput({ store, server: current, clock, logger });
  const busyCheck = createBusyCheck({ store, server: current, clock, logger, resync: connection.resync });

  const ready = (): Promise<AgentServer> => {
    const now = current();
    if (now !== undefined) return Promise.resolve(now);
    return new Promise((resolve, reject) => {
      const done = createBag();
      const timeout = clock.after(READY, () =>
        settle(new Failure('unreachable', 'The sandbox did not answer in time.')),
      );
      const settle = (result: AgentServer | Failure): void => {
        done.dispose();
        if (result instanceof Failure) reject(result);
        else resolve(result);
      };
      done.add({ dispose: timeout });
      done.add(readied.event(settle));
      connection.connect();
    });
  };

  /** Sending wakes a sleeping connection. */
  const wake = (): void => {
    if (current() === undefined) connection.connect();
  };

  const prompts = createPrompts(store, ready);
  const actions = createActions({ ready, server: () => server }, store, prompts);
  const bag = createBag(
    store,
    readied,
    replacedServer,
    connection,
    transcripts,
    prompts,
    outbox,
    busyCheck,
    liveOutput,
    catalog,
  );
  bag.add(connection.onDidChange((info) => (live &&= info.phase === 'connected' || info.phase === 'catching-up')));

  return {
    profile,
    store,
    get connection() {
      return connection.info;
    },
    onDidChangeConnection: connection.onDidChange,
    get identity() {
      return identity;
    },
    get server() {
      return server;
    },
    onDidReplaceServer: replacedServer.event,
    ready,
    connect: connection.connect,
    disconnect: connection.stop,
    sleep: connection.sleep,
    checkAlive: connection.checkAlive,
    async refresh() {
      if (current() === undefined) await ready();
      else connection.resync();
    },
    credentialsChanged() {
      identity = undefined;
      if (connection.state.at === 'stopped') return;
      connection.stop();
      connection.connect();
    },
    openTranscript: transcripts.open,
    loadOlder: transcripts.loadOlder,
    get pending() {
      return outbox.pending;
    },
    onDidChangePending: outbox.onDidChange,
    draftSession: () => draftSession(clock.now(), clock.random),
    created: (draft) => creationOf(draft, store, outbox),
    async send(id, prompt) {
      await options.beforeSend?.(id);
      const sent = await outbox.add(id, prompt);
      wake();
      return sent;
    },
    async runCommand(id, command, prompt) {
      await options.beforeSend?.(id);
      const sent = await outbox.add(id, { ...prompt, command });
      wake();
      return sent;
    },
    retryPending(id) {
      outbox.retry(id);
      wake();
    },
    cancelPrompt: outbox.cancel,
    ...createPromptQueue(ready, store, outbox),
    ...actions,
    async abort(id) {
      // Before the end of the turn, which would send them.
      outbox.hold(id);
      await actions.abort(id).catch((error: unknown) => {
        outbox.release(id);
        throw error;
      });
    },
    dispose: () => bag.dispose(),
  };
}
