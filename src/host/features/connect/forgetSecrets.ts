import type { Disposable } from '../../../core/emitter.js';
import type { Services } from '../../services/index.js';

/** Deletes the secrets of sandboxes that were removed from the settings, even if no window was open at the time. */
export function forgetSecretsOfRemoved({ settings, storage, secrets, log }: Services): Disposable {
  const check = (): void => {
    const ids = settings.sandboxIds;
    const removed = storage.configured.filter((id) => !ids.includes(id));
    storage.saveConfigured(ids);
    for (const id of removed)
      void secrets.delete(id).then((gone) => {
        if (gone) log.info(`The sandbox "${id}" was removed from the settings; its secret was deleted.`);
      });
  };
  check();
  return settings.onDidChange((affects) => {
    if (affects('sandboxes')) check();
  });
}
