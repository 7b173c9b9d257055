import type { ConnectionProfile } from '../core/sandbox/profile.js';
import { createEmitter, type Disposable, type Event } from '../core/emitter.js';
import type { SandboxId } from '../shared/model/ids.js';

/** Sandboxes that this window started: they live as long as it does and never stand in the settings. */
export interface Locals extends Disposable {
  readonly profiles: readonly ConnectionProfile[];
  readonly onDidChange: Event<void>;
  has(id: SandboxId): boolean;
  add(profile: ConnectionProfile): void;
  remove(id: SandboxId): void;
}

/** Makes the empty list. */
export function createLocals(): Locals {
  const changed = createEmitter<void>();
  let profiles: readonly ConnectionProfile[] = [];
  const set = (next: readonly ConnectionProfile[]): void => {
    profiles = next;
    changed.fire();
  };
  return {
    get profiles() {
      return profiles;
    },
    onDidChange: changed.event,
    has: (id) => profiles.some((profile) => profile.id === id),
    add: (profile) => set([...profiles.filter(({ id }) => id !== profile.id), profile]),
    remove: (id) => set(profiles.filter((profile) => profile.id !== id)),
    dispose: () => changed.dispose(),
  };
}
