import type { Locator } from 'playwright-core';
import { until } from '../support/temp.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';

// VS Code passes various arguments: a focused row, a URI, a group of editors, or nothing.
describe('the menus of titles', () => {
  let fixture: Fixture;
  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({ model: { scripts: { hello: [{ text: 'Hello.' }] } } });
    const { window, server } = fixture;
    await server.json('/session', { title: 'Meant by menus' });
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, server.url, server.password, 'My box');
    await window.press('Meant by menus');
    const chat = window.chat();
    await chat.locator('header', { hasText: 'Meant by menus' }).waitFor();
    // A new session is created only if the one in the chat is not empty.
    await chat.getByRole('textbox', { name: 'Message' }).fill('[[hello]]');
    await chat.getByRole('textbox', { name: 'Message' }).press('Enter');
    await chat.getByText('Hello.').waitFor();
  });
  closes(() => fixture);

  /** Chooses an entry of a title's overflow menu. */
  const choose = async (bar: Locator, entry: string): Promise<void> => {
    await bar.hover();
    await bar
      .getByRole('button', { name: /More Actions/ })
      .last()
      .click();
    const { page } = fixture.window;
    const item = page
      .locator('.monaco-menu .action-item')
      .filter({ has: page.getByText(entry, { exact: true }) })
      .last();
    await item.waitFor();
    // VS Code ignores the mouse in the first moments of a menu.
    await until('the menu takes the click', async () => {
      await item.click({ timeout: 1000 }).catch(() => undefined);
      return !(await item.isVisible());
    });
  };
  const header = (text: RegExp): Locator => fixture.window.page.locator('.pane-header', { hasText: text }).first();

  it('apply to the session in the chat, from the title of the chat', async () => {
    const { window } = fixture;
    const title = header(/^Chat/);
    await choose(title, 'Rename Session…');
    await until(
      'its title is proposed',
      async () => (await window.inputBox().inputValue()) === 'Meant by menus' || undefined,
    );
    await window.screenshot('menu-chat');
    await window.inputBox().press('Escape');
    await choose(title, 'Fork Session');
    await window.row(/Meant by menus \(fork/).waitFor();
  });

  it('apply to the session in the chat, from its tab', async () => {
    const { window } = fixture;
    await window.press('Meant by menus');
    await window.command('OpenCode Sandbox: Open Session in Editor');
    await window.chat('editor').locator('header', { hasText: 'Meant by menus' }).waitFor();
    await choose(window.page.locator('.editor-group-container.active .title').first(), 'Export Transcript…');
    await until(
      'a file is proposed',
      async () => (await window.inputBox().inputValue()).includes('Meant by menus') || undefined,
    );
    await window.screenshot('menu-editor');
    await window.inputBox().press('Escape');
    await window.command('View: Close All Editors');
  });

  it('apply to the sandbox, from the title of the list of sessions', async () => {
    const { window } = fixture;
    await window.press(/My box/);
    const title = header(/^Sessions/);
    await title.hover();
    await title.getByRole('button', { name: 'New Session' }).click();
    await window.chat().locator('header', { hasText: 'New session' }).waitFor();
  });
});
