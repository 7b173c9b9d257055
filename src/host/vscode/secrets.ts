import type * as vscode from 'vscode';
import { createEmitter, type Disposable, type Event } from '../../core/emitter.js';
import type { Redactor } from '../../core/redact.js';
import type { ConnectionProfile } from '../../core/sandbox/profile.js';
import { addressOf, decodeSecret, encodeSecret, type StoredSecret } from '../../core/sandbox/storedSecret.js';
import { sandboxId, type SandboxId } from '../../shared/model/ids.js';
import { PREFIX } from './ids.js';

type Owner = Pick<ConnectionProfile, 'id' | 'url' | 'username' | 'local'>;

/** Passwords and tokens, one per sandbox, in SecretStorage and nowhere else. */
export interface Secrets extends Disposable {
  /** The secret entered for exactly this address (origin and base path); undefined for any other. */
  get(owner: Owner): Promise<string | undefined>;
  /** A secret that an earlier version kept without its address: not used before the user says that it belongs here. */
  unconfirmed(id: SandboxId): Promise<string | undefined>;
  store(owner: Owner, secret: string): Promise<void>;
  /** The secret of a server that this window runs: it ends with the window and is kept in memory only. */
  setLocal(owner: Owner, secret: string): void;
  /** The server has exited, and another program may take its port. */
  clearLocal(id: SandboxId): void;
  /** False if the system's keyring did not delete it; this window no longer uses it either way. */
  delete(id: SandboxId): Promise<boolean>;
  /** Another window gave or removed the secret of this sandbox. */
  readonly onDidChange: Event<SandboxId>;
}

/** The keyring failed to store or delete a secret. */
export type KeyringProblem = 'not kept' | 'not deleted';

const KEY = `${PREFIX}.secret.`;
const keyOf = (id: SandboxId): string => KEY + id;

/** `keyring` with an in-memory fallback, for systems whose keyring does not persist and for servers of this window. */
export function createSecrets(
  keyring: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>,
  redactor: Redactor,
  warn: (problem: KeyringProblem) => void,
): Secrets {
  const changed = createEmitter<SandboxId>();
  /** Texts of the keyring as this window knows them; a change to the same text is its own. */
  const seen = new Map<SandboxId, string | undefined>();
  /** Replaces the keyring's secret; undefined: deleted, although the keyring still has it. */
  const memory = new Map<SandboxId, StoredSecret | undefined>();
  const warned = new Set<KeyringProblem>();
  let last: Promise<unknown> = Promise.resolve();

  const tell = (problem: KeyringProblem): void => {
    if (warned.has(problem)) return;
    warned.add(problem);
    warn(problem);
  };
  const read = async (id: SandboxId): Promise<string | undefined> => {
    try {
      return await keyring.get(keyOf(id));
    } catch {
      return undefined;
    }
  };
  const write = async (id: SandboxId, text: string): Promise<boolean> => {
    try {
      await keyring.store(keyOf(id), text);
    } catch {
      return false;
    }
    return (await read(id)) === text;
  };
  const erase = async (id: SandboxId): Promise<boolean> => {
    try {
      await keyring.delete(keyOf(id));
    } catch {
      // Whether it is gone is seen below.
    }
    return (await read(id)) === undefined;
  };
  /** One after another: a slow deletion must not take what is stored after it. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => {});
    return turn;
  };
  const subscription = keyring.onDidChange(({ key }) => {
    if (!key.startsWith(KEY)) return;
    const id = sandboxId(key.slice(KEY.length));
    if (memory.get(id) !== undefined) return;
    void read(id).then((text) => {
      if (seen.get(id) === text) return;
      seen.set(id, text);
      memory.delete(id);
      changed.fire(id);
    });
  });

  return {
    onDidChange: changed.event,
    async get({ id, url, username, local }) {
      const text = local === true || memory.has(id) ? undefined : await read(id);
      if (!memory.has(id)) seen.set(id, text);
      const held = memory.has(id) ? memory.get(id) : text === undefined ? undefined : decodeSecret(text);
      if (held === undefined || held.address !== addressOf(url)) return undefined;
      redactor.add(held.secret, username);
      return held.secret;
    },
    async unconfirmed(id) {
      if (memory.has(id)) return undefined;
      const text = await read(id);
      const kept = text === undefined ? undefined : decodeSecret(text);
      if (kept === undefined || kept.address !== undefined) return undefined;
      redactor.add(kept.secret);
      return kept.secret;
    },
    async store({ id, url, username }, secret) {
      redactor.add(secret, username);
      const value: StoredSecret = { address: addressOf(url), secret };
      await inTurn(async () => {
        const text = encodeSecret(value);
        const before = await read(id);
        // Deleted first: a keyring that then refuses the new one is not left with one for another address.
        if (before !== undefined && decodeSecret(before).address !== value.address) await erase(id);
        seen.set(id, text);
        memory.set(id, value);
        if (await write(id, text)) memory.delete(id);
        else tell('not kept');
      });
    },
    setLocal({ id, url }, secret) {
      redactor.add(secret);
      memory.set(id, { address: addressOf(url), secret });
    },
    clearLocal: (id) => void memory.delete(id),
    delete: (id) =>
      inTurn(async () => {
        memory.set(id, undefined);
        seen.set(id, undefined);
        const gone = await erase(id);
        if (gone) memory.delete(id);
        else {
          seen.set(id, await read(id));
          tell('not deleted');
        }
        return gone;
      }),
    dispose() {
      subscription.dispose();
      changed.dispose();
    },
  };
}
