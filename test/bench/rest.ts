// Long use: many changing sessions in the tree, and many sessions opened one after the other.
import { startModel } from '../support/model.js';
import { makeLongSession, turnScripts } from '../support/longSession.js';
import { startOpencode } from '../support/opencode.js';
import { until } from '../support/temp.js';
import { openBrowser } from '../support/workbench.js';
import { extensionHostOf, processorTime, residentMemory } from './process.js';
import { figure, type Figure } from './report.js';
import { ours, type Client, type Shown } from './web/client.js';

/** Times a second that the tree is drawn again, while `work` goes on. */
async function drawn(client: Client, work: () => Promise<void>): Promise<number> {
  const { page } = client;
  await page.evaluate(() => {
    const store = Object.assign(window, { draws: 0 });
    let last = 0;
    new MutationObserver(() => {
      const now = performance.now();
      // Changes of one frame are one drawing.
      if (now - last > 16) store.draws += 1;
      last = now;
    }).observe(document.querySelector('.pane-body .monaco-list-rows') ?? document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  const began = Date.now();
  await work();
  const draws = await page.evaluate(() => (window as unknown as { draws: number }).draws);
  return draws / ((Date.now() - began) / 1000);
}

/** The tree with `count` sessions while 100 of them a second get another title. */
export async function benchTree(count: number, seconds: number): Promise<readonly Figure[]> {
  const model = await startModel({ scripts: turnScripts });
  const server = await startOpencode({ model });
  const browser = await openBrowser();
  const ids: string[] = [];
  for (let at = 0; at < count; at += 20) {
    const made = Array.from({ length: Math.min(20, count - at) }, () => server.json<{ id: string }>('/session', {}));
    ids.push(...(await Promise.all(made)).map(({ id }) => id));
  }
  // The newest stands first, where it can be pressed.
  const first: Shown = { title: 'Pressed', id: await makeLongSession(server, 1, 'Pressed') };
  const mine = await ours(browser, server);
  try {
    return await mine.open(first, async (client) => {
      const host = extensionHostOf(mine.workbench.dir);
      const before = processorTime(host);
      const began = Date.now();
      const refreshes = await drawn(client, async () => {
        for (let n = 0; Date.now() - began < seconds * 1000; n++) {
          // Every other one has its row in sight, at the top: of the others nothing is to be drawn.
          const id = ids.at(n % 2 === 0 ? -1 - (n % 10) : n % ids.length);
          const change = server.json(`/session/${id}`, { title: `Title ${n}` }, 'PATCH');
          const due = began + (n + 1) * 10;
          await Promise.all([change, new Promise((later) => setTimeout(later, due - Date.now()))]);
        }
      });
      const share = ((processorTime(host) - before) / ((Date.now() - began) / 1000)) * 100;
      const tree = `tree of ${count.toLocaleString('en')} sessions, 100 updates/s`;
      return [
        figure(`${tree}: drawn`, '1/s', [refreshes], { goal: 10 }),
        figure(`${tree}: extension host`, '% of a core', [share]),
      ];
    });
  } finally {
    await mine.dispose();
    await browser.close();
    await server.dispose();
    await model.close();
  }
}

/** Memory after some sessions of so many turns that are opened in one window, against that after the first of them. */
export async function benchMemory(turns: number, count: number, early: number): Promise<readonly Figure[]> {
  const model = await startModel({ scripts: turnScripts });
  const server = await startOpencode({ model });
  const browser = await openBrowser();
  const sessions: Shown[] = [];
  for (let n = 1; n <= count; n++) {
    const title = `Session ${String(n).padStart(2, '0')}`;
    sessions.push({ title, id: await makeLongSession(server, turns, title) });
  }
  const mine = await ours(browser, server, { width: 1280, height: 2000 });
  try {
    const [first, ...others] = sessions;
    if (first === undefined) return [];
    return await mine.open(first, async (client) => {
      const { page, frame } = client;
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      const read = async (): Promise<{ chat: number; host: number }> => {
        await session.send('HeapProfiler.collectGarbage');
        const { metrics } = await session.send('Performance.getMetrics');
        const heap = metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? Number.NaN;
        return { chat: heap / 1_000_000, host: residentMemory(extensionHostOf(mine.workbench.dir)) };
      };
      const readings = [await read()];
      for (const next of others) {
        await client.show(next);
        await until(
          next.title,
          async () => (await frame.locator('header h1').textContent()) === next.title || undefined,
        );
        await frame.getByText(`The end of ${next.title}.`).waitFor();
        readings.push(await read());
      }
      const [before, last] = [readings[early - 1], readings.at(-1)];
      if (before === undefined || last === undefined) return [];
      const after = `after ${count} sessions of ${turns * 3} messages, against ${early}`;
      return [
        figure(`window heap ${after}`, 'MB', [last.chat], { theirs: [before.chat], goal: 1.1 }),
        figure(`extension host ${after}`, 'MB', [last.host], { theirs: [before.host], goal: 1.2 }),
      ];
    });
  } finally {
    await mine.dispose();
    await browser.close();
    await server.dispose();
    await model.close();
  }
}
