import type * as vscode from 'vscode';
import type { Disposable } from '../../core/emitter.js';
import { sandboxId, type SandboxId } from '../../shared/model/ids.js';
import { PREFIX } from './ids.js';

/** The subset of SecretStorage that is used. */
export type SecretStorage = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'onDidChange'>;

const KEY = `${PREFIX}.secret.`;
const keyOf = (id: SandboxId): string => KEY + id;

/**
 * The system's keyring. It may refuse a text, or falsely report that it was stored or deleted, so each change is
 * verified by reading it back.
 */
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

  /** Stores the text; false if the keyring does not have it afterwards. */
  async write(id: SandboxId, text: string): Promise<boolean> {
    try {
      await this.#storage.store(keyOf(id), text);
    } catch {
      return false;
    }
    return (await this.read(id)) === text;
  }

  /** Deletes the text; false if the keyring still has it afterwards. */
  async delete(id: SandboxId): Promise<boolean> {
    try {
      await this.#storage.delete(keyOf(id));
    } catch {
      // The result is verified below.
    }
    return (await this.read(id)) === undefined;
  }

  /** Calls the listener when this or another window changed the text of a sandbox. */
  onDidChange(listener: (id: SandboxId) => void): Disposable {
    return this.#storage.onDidChange(({ key }) => {
      if (key.startsWith(KEY)) listener(sandboxId(key.slice(KEY.length)));
    });
  }
}
