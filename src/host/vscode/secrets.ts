import { createBag, createEmitter, type Disposable, type Event } from '../../core/emitter.js';
import type { Redactor } from '../../core/redact.js';
import type { ConnectionProfile } from '../../core/sandbox/profile.js';
import { addressOf, decodeSecret, encodeSecret, type StoredSecret } from '../../core/sandbox/storedSecret.js';
import type { SandboxId } from '../../shared/model/ids.js';
import { Keyring, type SecretStorage } from './keyring.js';

type Owner = Pick<ConnectionProfile, 'id' | 'url' | 'username' | 'local'>;

/** Passwords and tokens, one per sandbox, in SecretStorage and nowhere else. */
export interface Secrets extends Disposable {
  /** The secret that was entered for exactly this address (origin and base path); undefined for any other. */
  get(owner: Owner): Promise<string | undefined>;
  /** A secret that an earlier version stored without its address; not used until the user confirms it. */
  unconfirmed(id: SandboxId): Promise<string | undefined>;
  store(owner: Owner, secret: string): Promise<void>;
  /** Sets the secret of a local server, which is kept in memory only. */
  setLocal(owner: Owner, secret: string): void;
  /** Deletes the secret of a local server that has exited, since another program may take its port. */
  clearLocal(id: SandboxId): void;
  /** Deletes a secret; false if the system's keyring did not delete it. This window no longer uses it either way. */
  delete(id: SandboxId): Promise<boolean>;
  /** Fires when another window has set or removed the secret of this sandbox. */
  readonly onDidChange: Event<SandboxId>;
}

/** A failure of the keyring to store or delete a secret. */
export type KeyringProblem = 'not kept' | 'not deleted';

/** Creates the secrets on `storage`, with an in-memory fallback for keyrings that do not persist and for local servers. */
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
  /** Texts of the keyring that this window has read or written, to ignore change events of its own. */
  readonly #seen = new Map<SandboxId, string | undefined>();
  /** Overrides the keyring's secret; undefined if it is deleted although the keyring still has it. */
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
    // Delete it first, so that a keyring that refuses the new secret does not keep one for another address.
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

  /** Serializes changes: a slow deletion must not delete a secret that is stored after it. */
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
