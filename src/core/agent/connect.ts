import type { AgentEvent } from '../../shared/model/events.js';
import type { Clock, Fetch, Logger } from '../ports.js';
import { createCompatDecoder } from './sandboxAgent/events.js';
import { createSandboxAgent } from './sandboxAgent/adapter.js';
import { createHttp } from './transport/http.js';
import { decodeFrame } from './opencode1/events.js';
import { createOpenCode1 } from './opencode1/adapter.js';
import { createCleaner } from '../redact.js';
import type { AgentServer, ServerIdentity, StreamListener } from './ports.js';
import { openStream } from './transport/eventStream.js';
import { withBody, type Traffic } from './transport/traffic.js';
import { join } from './transport/url.js';

export { checkUrl, probe } from './probe.js';
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

/** Creates the adapter of a detected server; makes no request. */
export function connectServer(options: ServerOptions): AgentServer {
  const { identity, credentials, fetch, logger, clock, directory, onTraffic } = options;
  const { username } = options;
  const http = createHttp({
    baseUrl: identity.baseUrl,
    auth: identity.auth,
    credentials,
    fetch,
    logger,
    clock,
    ...(username === undefined ? {} : { username }),
    ...(onTraffic === undefined ? {} : { onTraffic }),
  });
  const compat = identity.kind === 'sandbox-agent';
  const decode = compat ? createCompatDecoder() : decodeFrame;
  const query = directory === undefined ? '' : `?directory=${encodeURIComponent(directory)}`;

  const openEvents = (listener: StreamListener) => {
    const cleanerFor = createCleaner(username);
    let clean = cleanerFor(undefined);
    return openStream(
      {
        url: `${join(identity.baseUrl, '/event')}${query}`,
        async headers() {
          clean = cleanerFor(await credentials());
          return http.headers();
        },
        fetch,
        clock,
        clean: (text) => clean(text),
      },
      {
        ...listener,
        messages(data) {
          const events: AgentEvent[] = [];
          for (const frame of data) {
            const event = decode(frame);
            onTraffic?.(withBody({ at: clock.now(), kind: 'event', title: event?.type ?? 'unknown' }, frame, clean));
            if (event !== undefined) events.push(event);
          }
          if (events.length > 0) listener.events(events);
        },
      },
    );
  };
  const parts = { identity, http, openEvents, clock, ...(directory === undefined ? {} : { directory }) };
  return compat ? createSandboxAgent(parts) : createOpenCode1(parts);
}
