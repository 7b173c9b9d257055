import { createBag, createEmitter, type Disposable, type Event } from '../../core/emitter.js';
import type { Redactor } from '../../core/redact.js';
import type { ConnectionProfile } from '../../core/sandbox/profile.js';
import { addressOf, decodeSecret, encodeSecret, type StoredSecret } from '../../core/sandbox/storedSecret.js';
import type { SandboxId } from '../../shared/model/ids.js';
import { Keyring, type SecretStorage } from './keyring.js';

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

/** `storage` with an in-memory fallback, for systems whose keyring does not persist and for servers of this window. */
export function createSecrets(
  storage: SecretStorage,
  redactor: Redactor,
  warn: (problem: KeyringProblem) => void,
): Secrets {
  return new SandboxSecrets(storage, redactor, warn);
}

class SandboxSecrets implements Secrets {
  readonly #keyring: Keyring;
  readonly #redactor: Redactor;
  readonly #warn: (problem: KeyringProblem) => void;
  readonly #warned = new Set<KeyringProblem>();
  readonly #changed = createEmitter<SandboxId>();
  /** Texts of the keyring as this window knows them; a change to the same text is its own. */
  readonly #seen = new Map<SandboxId, string | undefined>();
  /** Replaces the keyring's secret; undefined: deleted, although the keyring still has it. */
  readonly #memory = new Map<SandboxId, StoredSecret | undefined>();
  readonly #bag: Disposable;
  #last: Promise<unknown> = Promise.resolve();

  constructor(storage: SecretStorage, redactor: Redactor, warn: (problem: KeyringProblem) => void) {
    this.#keyring = new Keyring(storage);
    this.#redactor = redactor;
    this.#warn = warn;
    this.#bag = createBag(
      this.#changed,
      this.#keyring.onDidChange((id) => void this.#keyringChanged(id)),
    );
  }

  get onDidChange(): Event<SandboxId> {
    return this.#changed.event;
  }

  async get({ id, url, username, local }: Owner): Promise<string | undefined> {
    const text = local === true || this.#memory.has(id) ? undefined : await this.#keyring.read(id);
    if (!this.#memory.has(id)) this.#seen.set(id, text);
    const held = this.#memory.has(id) ? this.#memory.get(id) : text === undefined ? undefined : decodeSecret(text);
    if (held === undefined || held.address !== addressOf(url)) return undefined;
    this.#redactor.add(held.secret, username);
    return held.secret;
  }

  async unconfirmed(id: SandboxId): Promise<string | undefined> {
    if (this.#memory.has(id)) return undefined;
    const text = await this.#keyring.read(id);
    const stored = text === undefined ? undefined : decodeSecret(text);
    if (stored === undefined || stored.address !== undefined) return undefined;
    this.#redactor.add(stored.secret);
    return stored.secret;
  }

  async store({ id, url, username }: Owner, secret: string): Promise<void> {
    this.#redactor.add(secret, username);
    await this.#inTurn(() => this.#write(id, { address: addressOf(url), secret }));
  }

  setLocal({ id, url }: Owner, secret: string): void {
    this.#redactor.add(secret);
    this.#memory.set(id, { address: addressOf(url), secret });
  }

  clearLocal(id: SandboxId): void {
    this.#memory.delete(id);
  }

  delete(id: SandboxId): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#memory.set(id, undefined);
      this.#seen.set(id, undefined);
      const isGone = await this.#keyring.delete(id);
      if (isGone) this.#memory.delete(id);
      else {
        this.#seen.set(id, await this.#keyring.read(id));
        this.#warnOnce('not deleted');
      }
      return isGone;
    });
  }

  dispose(): void {
    this.#bag.dispose();
  }

  async #write(id: SandboxId, value: StoredSecret): Promise<void> {
    const text = encodeSecret(value);
    const before = await this.#keyring.read(id);
    // Deleted first: a keyring that then refuses the new one is not left with one for another address.
    if (before !== undefined && decodeSecret(before).address !== value.address) await this.#keyring.delete(id);
    this.#seen.set(id, text);
    this.#memory.set(id, value);
    if (await this.#keyring.write(id, text)) this.#memory.delete(id);
    else this.#warnOnce('not kept');
  }

  async #keyringChanged(id: SandboxId): Promise<void> {
    if (this.#memory.get(id) !== undefined) return;
    const text = await this.#keyring.read(id);
    if (this.#seen.get(id) === text) return;
    this.#seen.set(id, text);
    this.#memory.delete(id);
    this.#changed.fire(id);
  }

  /** One after another: a slow deletion must not take what is stored after it. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => {});
    return turn;
  }

  #warnOnce(problem: KeyringProblem): void {
    if (this.#warned.has(problem)) return;
    this.#warned.add(problem);
    this.#warn(problem);
  }
}
