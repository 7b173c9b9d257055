import type { AgentServer } from '../agent/ports.js';
import type { Disposable } from '../emitter.js';
import { toFailure } from '../failure.js';
import type { Clock, Logger } from '../ports.js';
import { delay } from '../sync/backoff.js';
import type { Store } from '../sync/store.js';

/** Debounce delay in ms after a `catalog.changed` event. */
const CHANGED_DELAY_MS = 1_000;

/** Loads models, agents and commands until it succeeds. */
export interface CatalogReader extends Disposable {
  read(server: AgentServer): void;
  /** Call when the catalog may have changed. */
  changed(server: AgentServer): void;
}

/** Creates a reader. `current` is the connected server; responses and failures of any other are ignored. */
export function createCatalogReader(
  name: string,
  store: Store,
  current: () => AgentServer | undefined,
  clock: Clock,
  logger: Logger,
): CatalogReader {
  let cancel = (): void => {};
  let disposed = false;
  const later = (ms: number, server: AgentServer, attempt: number): void => {
    cancel();
    cancel = clock.after(ms, () => void read(server, attempt));
  };
  // The catalog can reveal that the server has more ports; the same server then has a new object.
  const isCurrent = ({ identity }: AgentServer): boolean => !disposed && identity === current()?.identity;
  const read = async (server: AgentServer, attempt: number): Promise<void> => {
    cancel();
    if (!isCurrent(server)) return;
    try {
      const catalog = await server.catalog.read();
      if (!isCurrent(server)) return;
      store.dispatch([{ type: 'catalog.loaded', catalog }]);
      // A server that has nothing to add sends no event: slash commands would wait forever.
      if (catalog.pending === true) later(delay(attempt, clock.random()), server, attempt + 1);
    } catch (error) {
      if (!isCurrent(server)) return;
      logger.warn(`${name}: could not read models and agents: ${toFailure(error).message}`);
      later(delay(attempt, clock.random()), server, attempt + 1);
    }
  };
  return {
    read: (server) => void read(server, 0),
    changed: (server) => later(CHANGED_DELAY_MS, server, 0),
    dispose() {
      disposed = true;
      cancel();
    },
  };
}
