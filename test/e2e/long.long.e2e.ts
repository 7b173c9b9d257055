import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { endOf, makeLongSession, turnScripts } from '../support/longSession.js';
import { startProxy, type Proxy } from '../support/proxy.js';
import { until } from '../support/temp.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';

describe('a person reads a long session', () => {
  let fixture: Fixture;
  /** Of 32 bytes each. */
  const lines = 5 * 1024 * 32;
  let id: string;
  let proxy: Proxy;
  before(async function () {
    this.timeout(180_000);
    fixture = await setStage({
      model: {
        scripts: {
          ...turnScripts,
          held: [{ text: 'Said while you were away.', chunk: 4, hold: 'away' }, { text: 'x' }],
          steps: [
            ...Array.from({ length: 35 }, () => ({ tools: [{ name: 'read', args: { filePath: 'README.md' } }] })),
            { text: 'All of it is read.' },
          ],
        },
      },
    });
    const output = Array.from({ length: lines }, (_, i) => `line ${i + 1}`.padEnd(31)).join('\n');
    await makeLongSession(fixture.server, 1, 'Large one', output);
    id = await makeLongSession(fixture.server, 200, 'Long one');
    await fixture.window.activity('OpenCode Sandbox');
    proxy = await startProxy({ target: fixture.server.url });
    await addSandbox(fixture.window, proxy.url, fixture.server.password, 'Box');
    await fixture.window.press('Long one');
  });
  closes(
    () => fixture,
    () => proxy?.close(),
  );

  const log = (): Locator => fixture.window.chat().getByRole('log', { name: 'Conversation' });
  const prompts = (): Locator => log().locator('article.user');
  const toEnd = (): Locator => fixture.window.chat().locator('.to-end');
  /** How far the log's content is from its end, px. */
  const below = (): Promise<number> => log().evaluate((one) => one.scrollHeight - one.clientHeight - one.scrollTop);

  it('opens at its end', async () => {
    await log().getByText(endOf('Long one')).waitFor();
    assert.ok((await below()) <= 1);
    assert.ok((await prompts().count()) < 200, 'not all of it is there at once');
    assert.equal(await toEnd().count(), 0);
  });

  it('loads earlier messages above without moving the visible text', async () => {
    const before = await prompts().count();
    const read = prompts().first();
    const key = await read.getAttribute('data-id');
    const same = log().locator(`article[data-id="${key}"]`);
    const top = (): Promise<number> => same.evaluate((one) => one.getBoundingClientRect().top);
    // To where the next page begins to load, and where the first message stands then.
    const places = await log().evaluate((one, first) => {
      one.scrollTop = 150;
      const article = document.querySelector(`article[data-id="${first}"]`);
      return article?.getBoundingClientRect().top ?? Number.NaN;
    }, key);
    await until('the page before', async () => (await prompts().count()) > before || undefined);
    await until('the place it had', async () => Math.abs((await top()) - places) <= 2 || undefined);
  });

  it('continues reading after a connection loss', async () => {
    const chat = fixture.window.chat();
    const before = await prompts().count();
    proxy.down('rst');
    await chat.getByText(/Connection lost|cannot be reached/).waitFor();
    await log().evaluate((one) => (one.scrollTop = 0));
    await log().getByText('Loading earlier messages…').waitFor();
    proxy.pass();
    await until('the page before', async () => (await prompts().count()) > before || undefined);
    // The visible message keeps its place, and nothing more is loaded.
    const rests = (): Promise<boolean> => log().evaluate((one) => one.scrollTop >= one.clientHeight);
    await until('the place it had', async () => (await rests()) || undefined);
  });

  it('keeps the scroll position while text arrives at the end, and jumps there on request', async () => {
    const { server, model } = fixture;
    const place = await log().evaluate((one) => one.scrollTop);
    await server.fetch(`/session/${id}/prompt_async`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ parts: [{ type: 'text', text: '[[held]]' }] }),
    });
    await toEnd().getByText('New messages').waitFor();
    await log().getByText('Said while you were away.').waitFor({ state: 'attached' });
    assert.equal(await log().evaluate((one) => one.scrollTop), place);
    await fixture.window.screenshot('long-away');
    await toEnd().click();
    await until('the end', async () => (await below()) <= 1 || undefined);
    model.release('away');
    await fixture.window.chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    assert.ok((await below()) <= 1, 'it keeps to the end');
  });

  it('scrolls to the end when a prompt is sent from above', async () => {
    await log().evaluate((one) => (one.scrollTop = one.scrollHeight / 2));
    await toEnd().waitFor();
    await fixture.window.chat().getByRole('textbox', { name: 'Message' }).fill('[[turn]] once more');
    await fixture.window.chat().getByRole('button', { name: 'Send', exact: true }).click();
    await toEnd().waitFor({ state: 'detached' });
    await until('the end', async () => (await below()) <= 1 || undefined);
  });

  it('reaches its beginning by scrolling', async () => {
    const first = log().getByText('First of all:');
    await log().hover();
    await until('the beginning', async () => {
      await fixture.window.page.mouse.wheel(0, -1500);
      return (await first.count()) > 0 || undefined;
    });
    await first.waitFor();
    assert.equal(await prompts().count(), 202);
  });

  it('sees the text before collapsed steps, however many there are', async () => {
    const { server, window } = fixture;
    const session = await server.json<{ id: string }>('/session', { title: 'Many steps' });
    const say = (text: string): Promise<unknown> =>
      server.json(`/session/${session.id}/message`, { parts: [{ type: 'text', text }] });
    await say('[[turn]] What was said before.');
    await say('[[steps]] Read all of it.');
    await window.press('Many steps');
    await log().getByText('All of it is read.').waitFor();
    await log().getByText('Explored 35 files').waitFor();
    await log().getByText('What was said before.').waitFor();
    await window.screenshot('long-steps');
  });

  it('reads the end of 5 MB of output, and all of it in an editor', async () => {
    const { window } = fixture;
    await window.press('Large one');
    await log().getByText(endOf('Large one')).waitFor();
    const card = log().getByRole('group', { name: /^bash/ });
    await card.getByRole('button').first().click();
    const shown = card.locator('.output pre');
    await shown.getByText(`line ${lines}`).waitFor();
    assert.ok(((await shown.textContent())?.length ?? 0) < 10_000, 'only its end is drawn');
    await card.getByRole('button', { name: 'Show all' }).click();
    await until('more of it', async () => ((await shown.textContent())?.length ?? 0) > 100_000 || undefined);
    assert.ok(((await shown.textContent())?.length ?? 0) <= 200_000, 'never all of it');
    await window.screenshot('long-output');
    await card.getByRole('button', { name: 'Open full output' }).click();
    await window.page.locator('.tab', { hasText: 'bash output.txt' }).waitFor();
    await window.line('line 1 ').waitFor();
  });
});
