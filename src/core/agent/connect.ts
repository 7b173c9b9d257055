import type { AgentEvent } from '../../shared/model/events.js';
import type { Clock, Fetch, Logger } from '../ports.js';
import { createOpenCode1 } from './opencode1/adapter.js';
import { createOpenCode2 } from './opencode2/adapter.js';
import type { AdapterOptions } from './adapter.js';
import { createSandboxAgent } from './sandboxAgent/adapter.js';
import { createHttp } from './transport/http.js';
import { createCleaner } from '../redact.js';
import type { AgentServer, ServerIdentity, ServerKind } from './ports.js';
import { openStream } from './transport/eventStream.js';
import { withBody, type Traffic } from './transport/traffic.js';
import { join } from './transport/url.js';

export { readPairingLink } from './pairingLink.js';
export { checkUrl, isNothingHere, probe } from './probe.js';
export { protectionOf } from './protection.js';
export { linkedAbort } from './transport/http.js';
export type { Traffic } from './transport/traffic.js';
export { decodePercent, join as joinUrl, requiresConsent } from './transport/url.js';

/** Options of a connection to a detected server. */
export interface ServerOptions {
  readonly identity: ServerIdentity;
  readonly credentials: () => Promise<string | undefined>;
  readonly username?: string;
  readonly directory?: string;
  readonly fetch: Fetch;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly onTraffic?: (entry: Traffic) => void;
}

const ADAPTERS: Readonly<Record<ServerKind, (options: AdapterOptions) => AgentServer>> = {
  'opencode-1': createOpenCode1,
  'opencode-2': createOpenCode2,
  'sandbox-agent': createSandboxAgent,
};

/** Creates the adapter of a detected server; makes no request. */
export function connectServer(options: ServerOptions): AgentServer {
  const { identity, credentials, fetch, logger, clock, directory, onTraffic } = options;
  const isVersion2 = identity.kind === 'opencode-2';
  // The user name of OpenCode 2 is not configurable; the profile's applies to OpenCode 1 only.
  const username = isVersion2 ? undefined : options.username;
  const http = createHttp({
    baseUrl: identity.baseUrl,
    auth: identity.auth,
    credentials,
    fetch,
    logger,
    clock,
    emptyNotFound: isVersion2,
    ...(username === undefined ? {} : { username }),
    ...(onTraffic === undefined ? {} : { onTraffic }),
  });

  const openEvents: AdapterOptions['openEvents'] = ({ path, query = {}, decode, ready, maxEvent }, listener) => {
    const cleanerFor = createCleaner(username);
    let clean = cleanerFor(undefined);
    const url = new URL(join(identity.baseUrl, path));
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    return openStream(
      {
        url: url.href,
        async headers() {
          clean = cleanerFor(await credentials());
          await ready?.();
          return http.headers();
        },
        fetch,
        clock,
        clean: (text) => clean(text),
        ...(maxEvent === undefined ? {} : { maxEvent }),
      },
      {
        ...listener,
        messages(data) {
          const events: AgentEvent[] = [];
          for (const frame of data) {
            const read = decode(frame);
            const title = read[0]?.type ?? 'unknown';
            onTraffic?.(withBody({ at: clock.now(), kind: 'event', title }, frame, clean));
            events.push(...read);
          }
          if (events.length > 0) listener.events(events);
        },
      },
    );
  };
  const parts = { identity, http, openEvents, clock, ...(directory === undefined ? {} : { directory }) };
  return ADAPTERS[identity.kind](parts);
}
