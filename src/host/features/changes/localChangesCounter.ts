import * as vscode from 'vscode';
import { defaultDirectory } from '../../../core/changes/repositoryIdentity.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { diskPath, isOnDisk } from '../../platform/node/diskPath.js';
import type { AppliedFiles } from '../../services/appliedFiles.js';
import type { ChatSurface } from '../../services/chatRegistry.js';
import type { Services } from '../../services/index.js';
import { dirtyCount } from '../../platform/node/workingTree/localChanges.js';
import type { SessionRef } from '../../vscode/storage.js';
import type { Mapping, Mappings } from './folderMapping.js';
import { isOffered, localWork } from './localWork.js';

const NEVER = 'neverOfferLocalChanges';
const keyOf = (ref: SessionRef): string => `${ref.sandboxId} ${ref.sessionId ?? ''}`;

/** A quick local check, since there is usually nothing to send. */
async function isWorkspaceDirty(): Promise<boolean> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => isOnDisk(uri));
  const counts = await Promise.all(folders.map(({ uri }) => dirtyCount(diskPath(uri)).catch(() => 0)));
  return counts.some((each) => each > 0);
}

/** Counts the changed local files that the sandbox of an empty chat does not have. */
export class LocalChangesCounter {
  readonly #services: Services;
  readonly #mappings: Mappings;
  readonly #applied: AppliedFiles;
  readonly #dismissed = new Set<string>();
  readonly #known = new Map<string, Promise<Mapping | undefined>>();

  constructor(services: Services, mappings: Mappings, applied: AppliedFiles) {
    this.#services = services;
    this.#mappings = mappings;
    this.#applied = applied;
  }

  /** Stops counting for this chat. */
  dismiss(ref: SessionRef): void {
    this.#dismissed.add(keyOf(ref));
  }

  /** Stops counting in this workspace. */
  async dismissForever(): Promise<void> {
    await this.#services.context.workspaceState.update(NEVER, true);
  }

  /** Call when folders may be mapped to other repositories. */
  forgetMappings(): void {
    this.#known.clear();
  }

  async count({ ref, visible }: ChatSurface): Promise<number> {
    if (ref === undefined || !visible || this.#dismissed.has(keyOf(ref))) return 0;
    if (!vscode.workspace.isTrusted || this.#services.context.workspaceState.get(NEVER) === true) return 0;
    const sandbox = this.#emptyChatOf(ref);
    // With a pending first prompt, it is too late for an offer.
    if (sandbox === undefined || sandbox.pending.length > 0) return 0;
    const mapping = (await isWorkspaceDirty()) ? await this.mappingOf(sandbox, ref) : undefined;
    return mapping === undefined
      ? 0
      : (await localWork(mapping, ref.sandboxId, this.#applied)).filter(isOffered).length;
  }

  /** The local folder of a session's directory, if there is one and the server accepts patches. */
  mappingOf(sandbox: Sandbox, { sessionId }: SessionRef): Promise<Mapping | undefined> {
    const { server, profile, store } = sandbox;
    if (server?.patches === undefined) return Promise.resolve(undefined);
    const session = sessionId === undefined ? undefined : store.state.sessions.get(sessionId);
    const key = `${profile.id} ${session?.directory ?? ''}`;
    const find = async (): Promise<Mapping | undefined> => {
      const directory = session?.directory ?? profile.directory ?? (await defaultDirectory(server));
      return this.#mappings.find(sandbox, directory);
    };
    const found = this.#known.get(key) ?? find();
    this.#known.set(key, found);
    found.catch(() => this.#known.delete(key));
    return found;
  }

  /** The sandbox of a chat without messages. */
  #emptyChatOf(ref: SessionRef): Sandbox | undefined {
    const sandbox = this.#services.sandboxes.get(ref.sandboxId);
    if (sandbox?.server?.patches === undefined || ref.sessionId === undefined) return sandbox;
    const { sessions, transcripts } = sandbox.store.state;
    const session = sessions.get(ref.sessionId);
    const transcript = transcripts.get(ref.sessionId);
    const isEmpty = transcript?.loaded === true && transcript.messages.length === 0;
    return session !== undefined && session.parentId === undefined && isEmpty ? sandbox : undefined;
  }
}
