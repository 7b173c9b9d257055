import type { SandboxId } from '../../shared/model/ids.js';
import type { Disposable, Event } from '../emitter.js';
import type { ConnectionProfile } from './profile.js';
import type { Sandbox } from './sandbox.js';

/** All configured sandboxes. */
export interface Sandboxes extends Disposable {
  readonly all: readonly Sandbox[];
  get(id: SandboxId): Sandbox | undefined;
  /** Finds the sandbox of a URI's authority, which VS Code lowercases. */
  named(authority: string): Sandbox | undefined;
  /** Fires when the list changes: a sandbox was added, removed, or replaced after an edit. */
  readonly onDidChange: Event<readonly Sandbox[]>;
  /** Fires when the connection, the state or the pending prompts of a sandbox change; at most once per frame and sandbox. */
  readonly onDidUpdate: Event<Sandbox>;
  /** Updates the list from the settings; sandboxes with unchanged profiles keep their connection. */
  sync(profiles: readonly ConnectionProfile[]): void;
}

/** Creates the list; `create` creates one sandbox. */
export function createSandboxes(
  create: (profile: ConnectionProfile) => Sandbox,
  events: {
    changed: { event: Event<readonly Sandbox[]>; fire(value: readonly Sandbox[]): void; dispose(): void };
    updated: { event: Event<Sandbox>; fire(value: Sandbox): void; dispose(): void };
  },
): Sandboxes {
  let all: readonly { sandbox: Sandbox; subscriptions: readonly Disposable[] }[] = [];
  const open = (profile: ConnectionProfile): { sandbox: Sandbox; subscriptions: readonly Disposable[] } => {
    const sandbox = create(profile);
    const tell = (): void => events.updated.fire(sandbox);
    return {
      sandbox,
      subscriptions: [
        sandbox.store.onDidCommit(tell),
        sandbox.onDidChangeConnection(tell),
        sandbox.onDidChangePending(tell),
      ],
    };
  };
  const close = (entry: { sandbox: Sandbox; subscriptions: readonly Disposable[] }): void => {
    for (const subscription of entry.subscriptions) subscription.dispose();
    entry.sandbox.dispose();
  };
  return {
    get all() {
      return all.map((entry) => entry.sandbox);
    },
    get: (id) => all.find((entry) => entry.sandbox.profile.id === id)?.sandbox,
    named: (authority) =>
      all.find((entry) => entry.sandbox.profile.id.toLowerCase() === authority.toLowerCase())?.sandbox,
    onDidChange: events.changed.event,
    onDidUpdate: events.updated.event,
    sync(profiles) {
      const same = (a: ConnectionProfile, b: ConnectionProfile): boolean => JSON.stringify(a) === JSON.stringify(b);
      const kept = profiles.map((profile) => all.find((entry) => same(entry.sandbox.profile, profile)) ?? profile);
      const gone = all.filter((entry) => !kept.includes(entry));
      if (gone.length === 0 && kept.length === all.length && kept.every((entry, i) => entry === all[i])) return;
      for (const entry of gone) close(entry);
      all = kept.map((entry) => ('sandbox' in entry ? entry : open(entry)));
      events.changed.fire(all.map((entry) => entry.sandbox));
    },
    dispose() {
      for (const entry of all) close(entry);
      all = [];
      events.changed.dispose();
      events.updated.dispose();
    },
  };
}
