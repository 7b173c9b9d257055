import type { Traffic } from '../../../core/agent/transport/traffic.js';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { SandboxId } from '../../../shared/model/ids.js';
import type { Services } from '../../services/index.js';

/** Entries kept of each sandbox. */
export const KEPT = 1_000;

/** The last of what passed, oldest first. */
export interface Record extends Disposable {
  of(id: SandboxId): readonly Traffic[];
}

/** Keeps the last of what passed, in memory only; what was removed leaves nothing behind. */
export function createRecord({ onTraffic, sandboxes }: Pick<Services, 'onTraffic' | 'sandboxes'>): Record {
  const entries = new Map<SandboxId, Traffic[]>();
  const bag = createBag(
    onTraffic(({ sandbox, entry }) => {
      const { id } = sandbox.profile;
      // Calls that were out when it was removed end afterwards.
      if (sandboxes.get(id) !== sandbox) return;
      const list = entries.get(id) ?? [];
      entries.set(id, list);
      list.push(entry);
      if (list.length > KEPT * 1.5) list.splice(0, list.length - KEPT);
    }),
    sandboxes.onDidChange(() => {
      for (const id of entries.keys()) if (sandboxes.get(id) === undefined) entries.delete(id);
    }),
  );
  return { of: (id) => entries.get(id) ?? [], dispose: () => bag.dispose() };
}
