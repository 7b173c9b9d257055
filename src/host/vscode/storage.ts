import type * as vscode from 'vscode';
import type { OutboxStorage } from '../../core/sandbox/sandbox.js';
import type { ChatChoice } from '../../shared/chat.js';
import { sandboxId, type SandboxId, type SessionId } from '../../shared/model/ids.js';
import { outboxFiles } from '../platform/node/outboxStorage.js';
import { storagePath } from '../platform/node/diskPath.js';

/** A session of a sandbox; without a session, a new one. */
export interface SessionRef {
  readonly sandboxId: SandboxId;
  readonly sessionId?: SessionId;
}

/** State that survives a window reload; never a secret and never a transcript. */
export interface Storage {
  /** Unsent prompts of a sandbox. */
  outbox(id: SandboxId): OutboxStorage;
  draft(ref: SessionRef): string;
  saveDraft(ref: SessionRef, text: string): void;
  choice(ref: SessionRef): ChatChoice;
  saveChoice(ref: SessionRef, choice: ChatChoice): void;
  /** Moves the choice of model and agent from a draft session to the created session, and returns it. */
  moveChoice(from: SessionRef, to: SessionRef): ChatChoice;
  /** Recently chosen models, newest first, as `provider/model`. */
  readonly recentModels: readonly string[];
  addRecentModel(name: string): void;
  /** The session that the chat view shows. */
  readonly open: SessionRef | undefined;
  saveOpen(ref: SessionRef | undefined): void;
  /** The sandbox of a session in an editor tab; preserved across reloads. */
  placeOf(session: SessionId): SandboxId | undefined;
  savePlace(ref: SessionRef): void;
  /** Whether the user has disconnected the sandbox, so that it is not connected automatically. */
  isOff(id: SandboxId): boolean;
  setOff(id: SandboxId, off: boolean): void;
  /** Sandbox IDs in the settings when they were last read, to delete the secrets of removed ones. */
  readonly configured: readonly SandboxId[];
  saveConfigured(ids: readonly SandboxId[]): void;
  /** Whether other clients of this sandbox may control the chat in this workspace; undefined until the user has decided. */
  remoteControl(id: SandboxId, url: string): boolean | undefined;
  saveRemoteControl(id: SandboxId, url: string, allowed: boolean): void;
  /**
   * Whether agents of this window may read the sandbox's sessions with the extension's tools, in this workspace and at
   * this address.
   */
  mayToolsRead(id: SandboxId, url: string): boolean;
  letToolsRead(id: SandboxId, url: string): void;
  /** Deletes all state of a removed sandbox. */
  forget(id: SandboxId): void;
}

const RECENT = 5;
/** Length limit of stored drafts, in characters. */
const DRAFT_SIZE = 200_000;

const isRef = (value: unknown): value is SessionRef =>
  typeof value === 'object' &&
  value !== null &&
  'sandboxId' in value &&
  typeof value.sandboxId === 'string' &&
  (!('sessionId' in value) || typeof value.sessionId === 'string');

const PLACES = 50;
/** Keys that earlier versions used for the owner of a secret. */
const ORIGIN = 'secretOrigin:';

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** Creates the storage: state of the window is in the workspace memento, state of sandboxes in the global one. */
export function createStorage(
  context: Pick<vscode.ExtensionContext, 'workspaceState' | 'globalState' | 'globalStorageUri'>,
): Storage {
  const { workspaceState: here, globalState: everywhere } = context;
  // Not in the workspace storage, since a second window with the same folder has a different one.
  const outboxes = storagePath(context.globalStorageUri, 'outbox');
  const key = (what: string, ref: SessionRef): string => `${what}:${ref.sandboxId}:${ref.sessionId ?? 'new'}`;
  const names = (name: string): readonly string[] => {
    const value = everywhere.get<unknown>(name);
    return isList(value) ? value.filter((entry) => typeof entry === 'string') : [];
  };
  const earlier = (): readonly string[] =>
    everywhere
      .keys()
      .filter((key) => key.startsWith(ORIGIN))
      .map((key) => key.slice(ORIGIN.length));
  const places = (): readonly (readonly [SessionId, SandboxId])[] => here.get('places') ?? [];
  const choice = (ref: SessionRef): ChatChoice => here.get<ChatChoice>(key('choice', ref)) ?? {};
  const saveChoice = (ref: SessionRef, value: ChatChoice): void =>
    void here.update(key('choice', ref), Object.keys(value).length === 0 ? undefined : value);
  return {
    outbox: (id) => outboxFiles(outboxes, id),
    draft: (ref) => here.get<string>(key('draft', ref)) ?? '',
    saveDraft: (ref, text) =>
      void here.update(key('draft', ref), text === '' || text.length > DRAFT_SIZE ? undefined : text),
    choice,
    saveChoice,
    moveChoice(from, to) {
      const moved = choice(from);
      saveChoice(to, moved);
      saveChoice(from, {});
      return moved;
    },
    get recentModels() {
      return names('recentModels');
    },
    addRecentModel: (name) =>
      void everywhere.update(
        'recentModels',
        [name, ...names('recentModels').filter((other) => other !== name)].slice(0, RECENT),
      ),
    get open() {
      const value = here.get<unknown>('open');
      return isRef(value) ? value : undefined;
    },
    saveOpen: (ref) => void here.update('open', ref),
    placeOf: (session) => places().find(([id]) => id === session)?.[1],
    savePlace: ({ sandboxId, sessionId }) =>
      void (
        sessionId !== undefined &&
        here.update('places', [[sessionId, sandboxId], ...places().filter(([id]) => id !== sessionId)].slice(0, PLACES))
      ),
    isOff: (id) => names('off').includes(id),
    setOff(id, off) {
      if (off !== names('off').includes(id))
        void everywhere.update('off', off ? [...names('off'), id] : names('off').filter((other) => other !== id));
    },
    get configured() {
      return [...new Set([...names('configured'), ...earlier()])].map(sandboxId);
    },
    saveConfigured(ids) {
      if (ids.join(' ') !== names('configured').join(' ')) void everywhere.update('configured', ids);
      for (const id of earlier()) void everywhere.update(ORIGIN + id, undefined);
    },
    remoteControl(id, url) {
      const value = here.get<{ readonly url: string; readonly allowed: boolean }>(`remote:${id}`);
      return value?.url === url ? value.allowed : undefined;
    },
    saveRemoteControl: (id, url, allowed) => void here.update(`remote:${id}`, { url, allowed }),
    mayToolsRead: (id, url) => here.get<unknown>(`toolReading:${id}`) === url,
    letToolsRead: (id, url) => void here.update(`toolReading:${id}`, url),
    forget(id) {
      for (const name of here.keys()) if (name.split(':')[1] === id) void here.update(name, undefined);
      outboxFiles(outboxes, id).forget();
      this.setOff(id, false);
    },
  };
}
