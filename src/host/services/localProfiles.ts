import type { ConnectionProfile } from '../../core/sandbox/profile.js';
import { createEmitter, type Disposable, type Event } from '../../core/emitter.js';
import type { SandboxId } from '../../shared/model/ids.js';

/** Profiles of sandboxes that this window started; they end with it and are never stored in the settings. */
export interface Locals extends Disposable {
  readonly profiles: readonly ConnectionProfile[];
  readonly onDidChange: Event<void>;
  has(id: SandboxId): boolean;
  /** Returns all profiles: the local ones and the configured ones, without duplicate IDs. */
  beside(configured: readonly ConnectionProfile[]): readonly ConnectionProfile[];
  add(profile: ConnectionProfile): void;
  remove(id: SandboxId): void;
}

/** Creates the empty list. */
export function createLocals(): Locals {
  const changed = createEmitter<void>();
  let profiles: readonly ConnectionProfile[] = [];
  const set = (next: readonly ConnectionProfile[]): void => {
    profiles = next;
    changed.fire();
  };
  const has = (id: SandboxId): boolean => profiles.some((profile) => profile.id === id);
  return {
    get profiles() {
      return profiles;
    },
    onDidChange: changed.event,
    has,
    beside: (configured) => [...configured.filter(({ id }) => !has(id)), ...profiles],
    add: (profile) => set([...profiles.filter(({ id }) => id !== profile.id), profile]),
    remove: (id) => set(profiles.filter((profile) => profile.id !== id)),
    dispose: () => changed.dispose(),
  };
}
