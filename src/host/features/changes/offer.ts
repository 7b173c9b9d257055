import * as vscode from 'vscode';
import { defaultDirectory } from '../../../core/changes/repositoryIdentity.js';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { AppliedFiles } from '../../services/appliedFiles.js';
import type { ChatSurface } from '../../services/chatRegistry.js';
import { forEachSandbox } from '../../services/forEachSandbox.js';
import type { Services } from '../../services/index.js';
import { dirtyCount } from '../../services/localChanges.js';
import { diskPath, isOnDisk } from '../../platform/node/diskPath.js';
import type { SessionRef } from '../../vscode/storage.js';
import type { Mapping, Mappings } from './folderMapping.js';
import { isOffered, localWork } from './localWork.js';
import { pushChanges } from './push.js';

const NEVER = 'neverOfferLocalChanges';
/** Debounce in ms of counting local changes. */
const QUIET_MS = 500;

/**
 * Tells chats without a prompt how many local files their sandbox does not have. The chat shows it in a
 * line above the input; nothing waits for an answer.
 */
export function registerOffer(services: Services, mappings: Mappings, applied: AppliedFiles): Disposable {
  const { sandboxes, chats, context, clock, log } = services;
  const dismissed = new Set<string>();
  const keyOf = (ref: SessionRef): string => `${ref.sandboxId} ${ref.sessionId ?? ''}`;

  /** The sandbox of a chat without messages. */
  const waitingSandbox = (ref: SessionRef): Sandbox | undefined => {
    const sandbox = sandboxes.get(ref.sandboxId);
    if (sandbox?.server?.patches === undefined || ref.sessionId === undefined) return sandbox;
    const session = sandbox.store.state.sessions.get(ref.sessionId);
    const transcript = sandbox.store.state.transcripts.get(ref.sessionId);
    const isEmpty = transcript?.loaded === true && transcript.messages.length === 0;
    return session !== undefined && session.parentId === undefined && isEmpty ? sandbox : undefined;
  };

  const known = new Map<string, Promise<Mapping | undefined>>();
  const mappingOf = async (sandbox: Sandbox, { sessionId }: SessionRef): Promise<Mapping | undefined> => {
    const { server } = sandbox;
    if (server?.patches === undefined) return undefined;
    const session = sessionId === undefined ? undefined : sandbox.store.state.sessions.get(sessionId);
    const key = `${sandbox.profile.id} ${session?.directory ?? ''}`;
    const find = async (): Promise<Mapping | undefined> => {
      const directory = session?.directory ?? sandbox.profile.directory ?? (await defaultDirectory(server));
      return mappings.find(sandbox, directory);
    };
    const found = known.get(key) ?? find();
    known.set(key, found);
    found.catch(() => known.delete(key));
    return found;
  };
  const forget = (): void => {
    known.clear();
    soon();
  };

  /** Cheap and local: most of the time there is nothing to send. */
  const isDirty = async (): Promise<boolean> => {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => isOnDisk(uri));
    const counts = await Promise.all(folders.map(({ uri }) => dirtyCount(diskPath(uri)).catch(() => 0)));
    return counts.some((each) => each > 0);
  };

  const count = async ({ ref, visible }: ChatSurface): Promise<number> => {
    if (ref === undefined || !visible || dismissed.has(keyOf(ref))) return 0;
    if (!vscode.workspace.isTrusted || context.workspaceState.get(NEVER) === true) return 0;
    const sandbox = waitingSandbox(ref);
    // A pending prompt is the first one: it is too late for an offer.
    if (sandbox === undefined || sandbox.pending.length > 0) return 0;
    const mapping = (await isDirty()) ? await mappingOf(sandbox, ref) : undefined;
    return mapping === undefined ? 0 : (await localWork(mapping, ref.sandboxId, applied)).filter(isOffered).length;
  };

  let running: Promise<void> | undefined;
  let again = false;
  const refresh = async (): Promise<void> => {
    again = false;
    for (const surface of chats.all) {
      const { ref } = surface;
      const found = await count(surface).catch((error: unknown) => {
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
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');

  const send = async (ref: SessionRef): Promise<void> => {
    const sandbox = sandboxes.get(ref.sandboxId);
    const mapping = sandbox === undefined ? undefined : await mappingOf(sandbox, ref);
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
      if (answer === 'later') dismissed.add(keyOf(ref));
      if (answer === 'never') await context.workspaceState.update(NEVER, true);
      if (answer === 'send') await send(ref);
      soon();
    }),
  );
}
