import type { AgentEvent } from '../../shared/model/events.js';
import type { SessionId } from '../../shared/model/ids.js';
import type { Store } from '../sync/store.js';
import type { Outbox } from './outbox.js';
import type { PromptHistory } from './promptHistory.js';
import { createRequestActions, type RequestActions } from './requestActions.js';
import type { Sandbox } from './sandbox.js';
import { readSessionChanges, type Servers } from './sessionChanges.js';
import { unsupported } from './unsupported.js';

/** Actions of a connected sandbox besides prompts. */
type Actions = RequestActions &
  Pick<
    Sandbox,
    | 'newSession'
    | 'rename'
    | 'archive'
    | 'remove'
    | 'fork'
    | 'abort'
    | 'compact'
    | 'toBackground'
    | 'markViewed'
    | 'revert'
    | 'unrevert'
    | 'sessionChanges'
  >;

/** Dependencies of the actions. */
interface ActionNeeds {
  readonly store: Store;
  readonly outbox: Outbox;
  readonly prompts: PromptHistory;
}

/** Creates the actions. Each response updates the state immediately; the later event changes nothing. */
export function createActions(servers: Servers, { store, outbox, prompts }: ActionNeeds): Actions {
  const sessions = async () => (await servers.ready()).sessions;
  const apply = (event: AgentEvent): void => {
    store.dispatch([event]);
    store.flush();
  };
  /** Stops the turn. Prompts that wait for its end are held first, as that end would send them. */
  const abort = async (id: SessionId): Promise<void> => {
    outbox.hold(id);
    try {
      await (await sessions()).abort(id);
    } catch (error) {
      outbox.release(id);
      throw error;
    }
  };

  return {
    ...createRequestActions(servers.ready, store),
    async newSession(options = {}) {
      const session = await (await sessions()).create(options);
      apply({ type: 'session.upserted', session });
      return session;
    },
    async rename(id, title) {
      apply({ type: 'session.upserted', session: await (await sessions()).rename(id, title) });
    },
    async archive(id, archived) {
      const { archive = unsupported } = await sessions();
      apply({ type: 'session.upserted', session: await archive(id, archived) });
    },
    async remove(id) {
      await (await sessions()).delete(id);
      apply({ type: 'session.removed', sessionId: id });
    },
    async fork(id, before) {
      const session = await (await sessions()).fork(id, before);
      apply({ type: 'session.upserted', session });
      return session;
    },
    abort,
    async compact(id, model) {
      const { compact = unsupported } = await sessions();
      await compact(id, model);
    },
    async toBackground(id) {
      const { toBackground = unsupported } = await sessions();
      await toBackground(id);
    },
    async markViewed(id) {
      const idle = store.state.sessions.get(id)?.idle;
      const { markViewed } = await sessions();
      if (idle === undefined || markViewed === undefined) return;
      apply({ type: 'session.changed', sessionId: id, change: { viewed: idle } });
      await markViewed(id, idle);
    },
    async revert(id, message) {
      const { revert } = await sessions();
      apply({ type: 'session.upserted', session: await (revert?.to ?? unsupported)(id, message) });
    },
    async unrevert(id) {
      const { revert } = await sessions();
      apply({ type: 'session.upserted', session: await (revert?.undo ?? unsupported)(id) });
    },
    sessionChanges: (id, ended) => readSessionChanges(servers, store, prompts, id, ended),
  };
}
