import type { Session } from '../../shared/model/entities.js';
import type { SessionId } from '../../shared/model/ids.js';
import { createdFor } from '../../shared/model/select.js';
import type { AgentServer } from '../agent/ports.js';
import { createBag } from '../emitter.js';
import { Failure } from '../failure.js';
import type { Store } from '../sync/store.js';
import type { Outbox } from './outbox.js';

/** Returns the session of a draft; `mayExist`: an earlier attempt, here or in another window, may have created it. */
export type SessionCreator = (
  server: AgentServer,
  draft: SessionId,
  mayExist: boolean,
  signal: AbortSignal,
) => Promise<Session>;

/**
 * Creates the session of a draft exactly once: the server stores the draft's ID with the session, and creation is only
 * repeated after looking for such a session. After a lost response, this prevents a second session.
 */
export function createSessionCreator(store: Store): SessionCreator {
  const attempted = new Set<SessionId>();
  return async (server, draft, mayExist, signal) => {
    const known = createdFor(store.state.sessions.values(), draft);
    if (known !== undefined) return known;
    const mustSearch = mayExist || attempted.has(draft);
    attempted.add(draft);
    const found = mustSearch ? createdFor(await server.sessions.list({}, signal), draft) : undefined;
    const session = found ?? (await server.sessions.create({ draft }, signal));
    attempted.delete(draft);
    store.dispatch([{ type: 'session.upserted', session }]);
    store.flush();
    return session;
  };
}

/** Resolves with the ID of the session created for a draft. */
export function creationOf(draft: SessionId, store: Store, outbox: Pick<Outbox, 'pending' | 'onDidChange'>) {
  return new Promise<SessionId>((resolve, reject) => {
    const bag = createBag();
    const look = (): void => {
      const session = createdFor(store.state.sessions.values(), draft);
      const waiting = outbox.pending.filter((entry) => entry.sessionId === draft);
      const failed = waiting.find((entry) => entry.state === 'failed');
      if (session === undefined && waiting.length > 0 && failed === undefined) return;
      bag.dispose();
      if (session !== undefined) resolve(session.id);
      else reject(new Failure('rejected', failed?.reason ?? 'The prompt was removed before it was sent.'));
    };
    bag.add(outbox.onDidChange(look));
    bag.add(store.onDidCommit(({ changed }) => changed.has('sessions') && look()));
    look();
  });
}
