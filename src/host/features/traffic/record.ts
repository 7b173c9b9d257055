import type { Traffic } from '../../../core/agent/ports.js';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { SandboxId } from '../../../shared/model/ids.js';
import type { Services } from '../../services/index.js';

/** Limit of entries per sandbox. */
export const MAX_ENTRIES = 1_000;
/** Limit of body characters per sandbox. */
export const MAX_SIZE = 4_000_000;

/** The last entries, oldest first. */
export interface Record extends Disposable {
  of(id: SandboxId): readonly Traffic[];
}

/** Records the last entries in memory; deletes those of removed sandboxes. */
export function createRecord({ onTraffic, sandboxes }: Pick<Services, 'onTraffic' | 'sandboxes'>): Record {
  const entries = new Map<SandboxId, Traffic[]>();
  const sizes = new Map<SandboxId, number>();
  const bag = createBag(
    onTraffic(({ sandbox, entry }) => {
      const { id } = sandbox.profile;
      // Calls that were pending when the sandbox was removed end later.
      if (sandboxes.get(id) !== sandbox) return;
      const list = entries.get(id) ?? [];
      entries.set(id, list);
      list.push(entry);
      let size = (sizes.get(id) ?? 0) + (entry.size ?? 0);
      let drop = list.length > MAX_ENTRIES * 1.5 ? list.length - MAX_ENTRIES : 0;
      for (let at = 0; at < drop; at++) size -= list[at]?.size ?? 0;
      for (; size > MAX_SIZE && drop < list.length - 1; drop++) size -= list[drop]?.size ?? 0;
      if (drop > 0) list.splice(0, drop);
      sizes.set(id, size);
    }),
    sandboxes.onDidChange(() => {
      for (const id of entries.keys()) {
        if (sandboxes.get(id) !== undefined) continue;
        entries.delete(id);
        sizes.delete(id);
      }
    }),
  );
  return { of: (id) => entries.get(id) ?? [], dispose: () => bag.dispose() };
}
