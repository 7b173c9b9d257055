import type * as vscode from 'vscode';
import type { Disposable } from '../../core/emitter.js';
import { sandboxId, type SandboxId } from '../../shared/model/ids.js';
import { PREFIX } from './ids.js';

/** The part of SecretStorage that is used. */
export type SecretStorage = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>;

const KEY = `${PREFIX}.secret.`;
const keyOf = (id: SandboxId): string => KEY + id;

/** The system's keyring, which may refuse a text, or claim to have stored or deleted it: each change is read back. */
export class Keyring {
  readonly #storage: SecretStorage;

  constructor(storage: SecretStorage) {
    this.#storage = storage;
  }

  async read(id: SandboxId): Promise<string | undefined> {
    try {
      return await this.#storage.get(keyOf(id));
    } catch {
      return undefined;
    }
  }

  /** Whether the keyring has the text. */
  async write(id: SandboxId, text: string): Promise<boolean> {
    try {
      await this.#storage.store(keyOf(id), text);
    } catch {
      return false;
    }
    return (await this.read(id)) === text;
  }

  /** Whether the keyring has no text any more. */
  async delete(id: SandboxId): Promise<boolean> {
    try {
      await this.#storage.delete(keyOf(id));
    } catch {
      // Whether it is gone is seen below.
    }
    return (await this.read(id)) === undefined;
  }

  /** Another window, or this one, changed the text of a sandbox. */
  onDidChange(listener: (id: SandboxId) => void): Disposable {
    return this.#storage.onDidChange(({ key }) => {
      if (key.startsWith(KEY)) listener(sandboxId(key.slice(KEY.length)));
    });
  }
}
