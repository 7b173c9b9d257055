import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { AppliedFiles } from '../../services/appliedFiles.js';
import { forEachSandbox } from '../../services/forEachSandbox.js';
import type { Services } from '../../services/index.js';
import type { SessionRef } from '../../vscode/storage.js';
import type { Mappings } from './folderMapping.js';
import { LocalChangesCounter } from './localChangesCounter.js';
import { pushChanges } from './push.js';

/** Debounce delay of counting local changes, in ms. */
const QUIET_MS = 500;

/**
 * Shows in empty chats how many changed local files their sandbox does not have, in a line above the input that can be
 * ignored.
 */
export function registerOffer(services: Services, mappings: Mappings, applied: AppliedFiles): Disposable {
  const { sandboxes, chats, clock, log } = services;
  const counter = new LocalChangesCounter(services, mappings, applied);

  let running: Promise<void> | undefined;
  let again = false;
  const refresh = async (): Promise<void> => {
    again = false;
    for (const surface of chats.all) {
      const { ref } = surface;
      const found = await counter.count(surface).catch((error: unknown) => {
        log.debug(`Local changes could not be counted: ${String(error)}`);
        return 0;
      });
      if (surface.ref === ref) surface.localChanges(found);
    }
  };
  let cancel = (): void => {};
  const soon = (): void => {
    again = true;
    cancel();
    cancel = clock.after(QUIET_MS, () => {
      running ??= refresh().finally(() => {
        running = undefined;
        if (again) soon();
      });
    });
  };
  const forget = (): void => {
    counter.forgetMappings();
    soon();
  };
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');

  const send = async (ref: SessionRef): Promise<void> => {
    const sandbox = sandboxes.get(ref.sandboxId);
    const mapping = sandbox === undefined ? undefined : await counter.mappingOf(sandbox, ref);
    if (sandbox !== undefined && mapping !== undefined) await pushChanges(sandbox, mapping, applied);
  };

  soon();
  return createBag(
    { dispose: () => cancel() },
    watcher,
    watcher.onDidChange(soon),
    watcher.onDidCreate(soon),
    watcher.onDidDelete(soon),
    mappings.onDidChange(forget),
    chats.onDidChange(soon),
    forEachSandbox(sandboxes, (sandbox) =>
      createBag(
        sandbox.onDidChangeConnection(forget),
        sandbox.onDidChangePending(soon),
        sandbox.store.onDidCommit(({ events }) => {
          if (events.some(({ type }) => type === 'transcript.loaded' || type === 'message.upserted')) soon();
        }),
      ),
    ),
    services.answerLocalChanges.provide(async (ref, answer) => {
      if (answer === 'later') counter.dismiss(ref);
      if (answer === 'never') await counter.dismissForever();
      if (answer === 'send') await send(ref);
      soon();
    }),
  );
}
