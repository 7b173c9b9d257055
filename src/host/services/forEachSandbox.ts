import { createBag, type Disposable } from '../../core/emitter.js';
import type { Sandbox } from '../../core/sandbox/sandbox.js';
import type { Sandboxes } from '../../core/sandbox/sandboxes.js';

/**
 * Calls `follow` for each existing and added sandbox; its result is disposed when the sandbox is removed, or with the
 * returned disposable.
 */
export function forEachSandbox(
  sandboxes: Pick<Sandboxes, 'all' | 'onDidChange'>,
  follow: (sandbox: Sandbox) => Disposable,
): Disposable {
  const followed = new Map<Sandbox, Disposable>();
  const sync = (list: readonly Sandbox[]): void => {
    for (const [sandbox, following] of followed) {
      if (list.includes(sandbox)) continue;
      following.dispose();
      followed.delete(sandbox);
    }
    for (const sandbox of list) if (!followed.has(sandbox)) followed.set(sandbox, follow(sandbox));
  };
  sync(sandboxes.all);
  return createBag(sandboxes.onDidChange(sync), {
    dispose() {
      for (const following of followed.values()) following.dispose();
    },
  });
}
