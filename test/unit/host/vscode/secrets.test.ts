import assert from 'node:assert/strict';
import { createEmitter } from '../../../../src/core/emitter.js';
import { createRedactor } from '../../../../src/core/redact.js';
import { createSecrets, type KeyringProblem } from '../../../../src/host/vscode/secrets.js';
import { sandboxId } from '../../../../src/shared/model/ids.js';

const BOX = sandboxId('box');
const KEY = 'opencodeSandbox.secret.box';
const at = (url: string) => ({ id: BOX, url });
const HOME = at('https://host.example/alice');

/** A keyring of a system; `refuses` names the operations that throw, `forgets` silently stores nothing. */
function createKeyring(options: { refuses?: ('store' | 'delete')[]; forgets?: boolean } = {}) {
  const values = new Map<string, string>();
  const changed = createEmitter<{ key: string }>();
  return {
    values,
    options,
    keyring: {
      get: async (key: string) => values.get(key),
      async store(key: string, value: string) {
        if (options.refuses?.includes('store') === true) throw new Error('refused');
        if (options.forgets === true) return;
        values.set(key, value);
        changed.fire({ key });
      },
      async delete(key: string) {
        if (options.refuses?.includes('delete') === true) throw new Error('refused');
        values.delete(key);
        changed.fire({ key });
      },
      onDidChange: changed.event as never,
    },
  };
}

/** A window's secrets on a keyring. */
function open({ keyring }: ReturnType<typeof createKeyring>) {
  const warned: KeyringProblem[] = [];
  const changes: string[] = [];
  const secrets = createSecrets(keyring, createRedactor(), (problem) => warned.push(problem));
  secrets.onDidChange((id) => changes.push(id));
  return { secrets, warned, changes };
}

describe('the secret of a sandbox', () => {
  it('is used for the address it was entered for, whatever its user name', async () => {
    const { secrets } = open(createKeyring());
    await secrets.store(HOME, 'canary');
    for (const url of ['https://host.example/alice', 'https://HOST.example:443/alice/'])
      assert.equal(await secrets.get({ ...at(url), username: 'ann' }), 'canary');
  });

  for (const url of [
    'https://host.example/mallory',
    'https://host.example',
    'https://host.example/alice/opencode',
    'https://host.example:8443/alice',
    'http://host.example/alice',
    'https://host.example.evil.example/alice',
  ])
    it(`is not used for ${url}, even in another window or profile`, async () => {
      const keyring = createKeyring();
      const { secrets } = open(keyring);
      await secrets.store(HOME, 'canary');
      assert.equal(await secrets.get(at(url)), undefined);
      assert.equal(await open(keyring).secrets.get(at(url)), undefined);
      assert.equal(await open(keyring).secrets.get(HOME), 'canary');
      assert.equal(await secrets.unconfirmed(BOX), undefined);
    });

  it('is not used if an earlier version stored it without its address, but can be confirmed', async () => {
    for (const old of ['plain password', '{"a":1}', '{"version":1,"secret":"x"}', 'null', '"quoted"']) {
      const keyring = createKeyring();
      keyring.values.set(KEY, old);
      const { secrets } = open(keyring);
      assert.equal(await secrets.get(HOME), undefined);
      assert.equal(await secrets.unconfirmed(BOX), old);
      await secrets.store(HOME, old);
      assert.equal(await secrets.get(HOME), old);
      assert.equal(await secrets.unconfirmed(BOX), undefined);
    }
  });

  it('is kept in memory if the keyring does not persist it', async () => {
    for (const options of [{ refuses: ['store' as const] }, { forgets: true }]) {
      const keyring = createKeyring(options);
      const { secrets, warned } = open(keyring);
      await secrets.store(HOME, 'canary');
      assert.equal(await secrets.get(HOME), 'canary');
      assert.equal(await secrets.get(at('https://host.example/mallory')), undefined);
      assert.equal(await open(keyring).secrets.get(HOME), undefined);
      assert.deepEqual(warned, ['not kept']);
      assert.equal(await secrets.delete(BOX), true);
      assert.equal(await secrets.get(HOME), undefined);
    }
  });

  it('does not come back if the keyring refuses the one for a new address', async () => {
    const keyring = createKeyring();
    const first = open(keyring).secrets;
    await first.store(HOME, 'old');
    keyring.options.refuses = ['store'];
    const next = at('https://other.example');
    await first.store(next, 'new');
    assert.equal(await first.get(next), 'new');
    assert.equal(await first.get(HOME), undefined);
    assert.equal(keyring.values.size, 0);
    keyring.options.refuses = ['store', 'delete'];
    keyring.values.set(KEY, 'old without an address');
    await first.store(next, 'newer');
    assert.equal(await first.get(next), 'newer');
  });

  it('is not used by this window if the keyring does not delete it, and by others only at its address', async () => {
    const keyring = createKeyring({ refuses: ['delete'] });
    const { secrets, warned } = open(keyring);
    await secrets.store(HOME, 'canary');
    assert.equal(await secrets.delete(BOX), false);
    assert.equal(await secrets.get(HOME), undefined);
    assert.deepEqual(warned, ['not deleted']);
    assert.equal(await open(keyring).secrets.get(at('https://other.example')), undefined);
    await secrets.store(HOME, 'again');
    assert.equal(await secrets.get(HOME), 'again');
  });

  it('can be stored right after it was deleted', async () => {
    const { secrets } = open(createKeyring());
    await secrets.store(HOME, 'old');
    await Promise.all([secrets.delete(BOX), secrets.store(HOME, 'new')]);
    assert.equal(await secrets.get(HOME), 'new');
  });

  it('is announced when another window changes it, and only then', async () => {
    const keyring = createKeyring();
    const [here, there] = [open(keyring), open(keyring)];
    await here.secrets.store(HOME, 'one');
    await there.secrets.get(HOME);
    await there.secrets.store(HOME, 'two');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(here.changes, ['box']);
    assert.equal(await here.secrets.get(HOME), 'two');
  });

  it('of a local server never touches the keyring, and is gone with the server', async () => {
    const keyring = createKeyring();
    const { secrets } = open(keyring);
    const local = { ...at('http://127.0.0.1:4000'), local: true as const };
    secrets.setLocal(local, 'canary');
    assert.equal(await secrets.get(local), 'canary');
    assert.equal(await secrets.get({ ...local, url: 'http://127.0.0.1:4001' }), undefined);
    assert.equal(keyring.values.size, 0);
    await keyring.keyring.store(KEY, 'of another window');
    assert.equal(await secrets.get(local), 'canary');
    secrets.clearLocal(BOX);
    assert.equal(await secrets.get(local), undefined);
  });
});
