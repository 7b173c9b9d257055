import * as vscode from 'vscode';
import { createEmitter, type Disposable, type Event } from '../../core/emitter.js';
import type { ConnectionProfile } from '../../core/sandbox/profile.js';
import { sandboxId, type SandboxId } from '../../shared/model/ids.js';
import { PREFIX } from './ids.js';
import type { Redactor } from '../../core/redact.js';
import type { Storage } from './storage.js';
import { sayWarning } from './notifications.js';

/** Passwords and tokens, one a sandbox, in SecretStorage and nowhere else. */
export interface Secrets extends Disposable {
  /** The secret of a sandbox; undefined for another origin than the one it was given for. */
  get(profile: Pick<ConnectionProfile, 'id' | 'url' | 'username'>): Promise<string | undefined>;
  store(profile: Pick<ConnectionProfile, 'id' | 'url' | 'username'>, secret: string): Promise<void>;
  /**
   * Keeps the secret of a server that is this window's own. SecretStorage belongs to all windows, and another may run a
   * server with the same id: each goes on with its own secret, whatever becomes of the other's.
   */
  storeOwn(profile: Pick<ConnectionProfile, 'id' | 'url'>, secret: string): Promise<void>;
  delete(id: SandboxId): Promise<void>;
  /** Another window gave or removed the secret of this sandbox. */
  readonly onDidChange: Event<SandboxId>;
}

const KEY = `${PREFIX}.secret.`;
const keyOf = (id: SandboxId): string => KEY + id;

/** `context.secrets` with a memory beside it for machines whose keyring does not hold what it is given. */
export function createSecrets(
  context: Pick<vscode.ExtensionContext, 'secrets'>,
  storage: Storage,
  redactor: Redactor,
): Secrets {
  const changed = createEmitter<SandboxId>();
  /** What this window knows; a change to the same value is our own. */
  const seen = new Map<SandboxId, string | undefined>();
  /** Goes before what is stored: what the keyring does not hold, and the secrets of this window's own servers. */
  const memory = new Map<SandboxId, { readonly secret: string; readonly origin: string; readonly own: boolean }>();
  let told = false;

  const fromStore = async (id: SandboxId): Promise<string | undefined> => {
    try {
      return await context.secrets.get(keyOf(id));
    } catch {
      return undefined;
    }
  };
  const hold = async (id: SandboxId, secret: string): Promise<boolean> => {
    try {
      await context.secrets.store(keyOf(id), secret);
    } catch {
      return false;
    }
    return (await fromStore(id)) === secret;
  };
  const tell = (): void => {
    if (told) return;
    told = true;
    void sayWarning(
      vscode.l10n.t(
        'Your system has no keyring that VS Code can use, so the password is kept for this window only. You are asked for it again after a restart.',
      ),
    );
  };
  const subscription = context.secrets.onDidChange(({ key }) => {
    if (!key.startsWith(KEY)) return;
    const id = sandboxId(key.slice(KEY.length));
    if (memory.has(id)) return;
    void fromStore(id).then((value) => {
      if (seen.get(id) === value) return;
      seen.set(id, value);
      changed.fire(id);
    });
  });

  return {
    onDidChange: changed.event,
    async get({ id, url, username }) {
      const origin = new URL(url).origin;
      const held = memory.get(id);
      const given = held?.origin ?? storage.secretOrigin(id);
      if (given !== undefined && given !== origin) return undefined;
      const secret = held?.secret ?? (await fromStore(id));
      if (secret !== undefined) redactor.add(secret, username);
      seen.set(id, secret);
      return secret;
    },
    async store({ id, url, username }, secret) {
      redactor.add(secret, username);
      seen.set(id, secret);
      const { origin } = new URL(url);
      storage.saveSecretOrigin(id, origin);
      memory.delete(id);
      if (await hold(id, secret)) return;
      memory.set(id, { secret, origin, own: false });
      tell();
    },
    async storeOwn({ id, url }, secret) {
      redactor.add(secret);
      seen.set(id, secret);
      memory.set(id, { secret, origin: new URL(url).origin, own: true });
      await hold(id, secret);
    },
    async delete(id) {
      const held = memory.get(id);
      memory.delete(id);
      seen.set(id, undefined);
      if (held?.own === true && (await fromStore(id)) !== held.secret) return;
      storage.saveSecretOrigin(id, undefined);
      await context.secrets.delete(keyOf(id));
    },
    dispose() {
      subscription.dispose();
      changed.dispose();
    },
  };
}
