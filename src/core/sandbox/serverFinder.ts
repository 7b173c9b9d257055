import { connectServer, isNothingHere, probe, requiresConsent, type Traffic } from '../agent/connect.js';
import type { AgentServer, ServerIdentity } from '../agent/ports.js';
import { createEmitter, type Disposable, type Event } from '../emitter.js';
import { Failure, toFailure } from '../failure.js';
import type { Clock, Fetch, Logger } from '../ports.js';
import { probeInParallel } from '../sync/probeInParallel.js';
import type { Stagger } from '../sync/stagger.js';
import { kindsOf, type ConnectionProfile } from './profile.js';

/**
 * Options for reaching a sandbox's server. `credentials` reads the secret for each call; `consent` returns whether
 * plain http is allowed.
 */
export interface ServerOptions {
  readonly profile: ConnectionProfile;
  readonly fetch: Fetch;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly credentials: () => Promise<string | undefined>;
  readonly consent: () => boolean;
  readonly onTraffic?: (entry: Traffic) => void;
}

/** Detects the server at the address of a sandbox, and remembers it for the next connection. */
export class ServerFinder implements Disposable {
  readonly #options: ServerOptions;
  readonly #stagger: Stagger;
  readonly #replaced = createEmitter<AgentServer>();
  #identity: ServerIdentity | undefined;
  #server: AgentServer | undefined;

  constructor(options: ServerOptions, stagger: Stagger) {
    this.#options = options;
    this.#stagger = stagger;
  }

  /** Undefined until the first detection, and after `forget`. */
  get identity(): ServerIdentity | undefined {
    return this.#identity;
  }

  /** The last connected server. */
  get server(): AgentServer | undefined {
    return this.#server;
  }

  get onDidReplaceServer(): Event<AgentServer> {
    return this.#replaced.event;
  }

  /** Replaces the server after it turned out to have different ports. */
  replace(server: AgentServer): void {
    this.#server = server;
    this.#replaced.fire(server);
  }

  /** Makes the next `open` detect the server again. */
  forget(): void {
    this.#identity = undefined;
  }

  /** Returns the remembered server if it responds; otherwise detects the one at the address. */
  async open(signal: AbortSignal, probes: number): Promise<AgentServer> {
    const known = this.#identity === undefined ? undefined : this.#server;
    if (known !== undefined && (await this.#isThere(known, signal, probes))) return known;
    const { profile, logger } = this.#options;
    const identity = await this.#stagger.run(() => this.#identify(signal));
    this.#identity = identity;
    if (identity.untested === true)
      logger.warn(
        `${profile.name}: version ${identity.version} of the server is newer than any this extension was tested with.`,
      );
    this.#server = this.#connect(identity);
    return this.#server;
  }

  /**
   * Throws if the version differs, as after an upgrade or for a new machine at the same address; the server is detected
   * again next time.
   */
  requireVersion({ identity }: AgentServer, version: string): void {
    if (version === identity.version) return;
    this.forget();
    throw new Failure('unreachable', 'The server was updated. Reconnecting…');
  }

  dispose(): void {
    this.#replaced.dispose();
  }

  async #isThere(known: AgentServer, signal: AbortSignal, probes: number): Promise<boolean> {
    const { clock } = this.#options;
    try {
      await this.#stagger.run(() => probeInParallel((own) => known.events.health(own), probes, clock, signal));
      return true;
    } catch (error) {
      // A different server responds, for example after an upgrade: probe the address again.
      if (isNothingHere(toFailure(error))) return false;
      throw error;
    }
  }

  async #identify(signal: AbortSignal): Promise<ServerIdentity> {
    const { profile, consent, credentials, fetch, logger, clock } = this.#options;
    if (requiresConsent(profile.url) && !consent())
      throw new Failure('insecure', 'This address uses plain http, so the password would be sent unencrypted.');
    const secret = await credentials();
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
  }

  #connect(identity: ServerIdentity): AgentServer {
    const { profile, credentials, fetch, logger, clock, onTraffic } = this.#options;
    return connectServer({
      identity,
      credentials,
      fetch,
      logger,
      clock,
      ...(profile.username === undefined ? {} : { username: profile.username }),
      ...(profile.directory === undefined ? {} : { directory: profile.directory }),
      ...(onTraffic === undefined ? {} : { onTraffic }),
    });
  }
}
