import assert from 'node:assert/strict';
import { startOpencode, type Opencode } from '../support/opencode.js';
import { until } from '../support/temp.js';
import { addSandbox, closes, openDesk, type WorkbenchFixture } from './fixture.js';

/** Where VS Code in a browser stores the secrets of extensions. */
const STORAGE = 'secrets.provider';

/** Keeps the browser's VS Code from encrypting its secret storage, so that a test can rewrite it. */
function storePlainly(): void {
  const { get } = Object.getOwnPropertyDescriptor(Crypto.prototype, 'subtle') ?? {};
  Object.defineProperty(Crypto.prototype, 'subtle', {
    get(): unknown {
      return /\bsupported\b/.test(new Error('asked').stack ?? '') ? undefined : get?.call(this);
    },
  });
}

describe('a user whose password was saved by an earlier version', () => {
  let desk: WorkbenchFixture;
  let server: Opencode;
  before(async function () {
    this.timeout(180_000);
    desk = await openDesk({}, { initScript: storePlainly });
    const { window } = desk;
    server = await startOpencode({ model: 'http://127.0.0.1:9/v1' });
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, server.url, server.password, 'Box');
    await window.row(/Box.*connected/).waitFor();
  });
  closes(
    () => desk,
    () => server?.dispose(),
  );

  /** Stores the password without its address, and reopens the window. */
  const asEarlierVersion = async (): Promise<void> => {
    const { page, reload } = desk.window;
    const changed = await page.evaluate((name) => {
      const all = JSON.parse(localStorage.getItem(name) ?? '{}') as Record<string, string>;
      let count = 0;
      for (const [key, text] of Object.entries(all)) {
        if (!key.includes('opencodeSandbox.secret.')) continue;
        all[key] = (JSON.parse(text) as { secret: string }).secret;
        count++;
      }
      localStorage.setItem(name, JSON.stringify(all));
      return count;
    }, STORAGE);
    assert.equal(changed, 1, 'the password is found in the storage');
    await reload();
    await desk.window.row('Sign in…').waitFor();
  };
  const question = 'Send the saved password of Box to http';

  it('is asked before it is sent, and nothing happens when they cancel', async () => {
    const { window } = desk;
    await asEarlierVersion();
    await window.press('Sign in…');
    const focused = (await window.dialog(question)).locator(':focus');
    await until(
      'the harmless button has the focus',
      async () => (await focused.textContent())?.trim() === 'Enter Another',
    );
    await window.screenshot('saved-password');
    await window.confirm(question, 'Cancel');
    await window.row('Sign in…').waitFor();
  });

  it('enters another password instead', async () => {
    const { window } = desk;
    await window.press('Sign in…');
    await window.confirm(question, 'Enter Another');
    await window.input(server.password ?? '', { title: 'Sign In to Box' });
    await window.row(/Box.*connected/).waitFor();
  });

  it('uses the saved one, which is kept with its address from then on', async () => {
    const { window } = desk;
    await asEarlierVersion();
    await window.press('Sign in…');
    await window.confirm(question, 'Use Saved Password');
    await window.row(/Box.*connected/).waitFor();
    await window.reload();
    await window.row(/Box.*connected/).waitFor();
  });
});
