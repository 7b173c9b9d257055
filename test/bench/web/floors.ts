// Lower bounds for any client: the request alone, and painting the visible messages without any code.
import { FIRST_PAGE_SIZE } from '../../../src/core/sync/pages.js';
import { figure, spread95, type Figure } from '../report.js';
import type { Shown } from './client.js';
import { typing } from './measure.js';
import { begin, LEAST, messagesOf, opened, type Stack } from './stack.js';

/** Ms until the newest page of a session, as our host asks for it, has come and is read. */
async function pageOnce({ server }: Stack, { id }: Shown): Promise<number> {
  const began = performance.now();
  const response = await server.fetch(`/session/${id}/message?limit=${FIRST_PAGE_SIZE}`);
  await response.json();
  return performance.now() - began;
}

/** What is in sight of our chat, with its styles, as a page of its own. */
const inSight = (stack: Stack, session: Shown): Promise<string> =>
  opened(stack.mine, session, ({ frame, messages }) =>
    frame.evaluate((selector) => {
      const styles = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
      const seen = [...document.querySelectorAll(selector)].filter((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return bottom > 0 && top < innerHeight;
      });
      const variables = document.documentElement.getAttribute('style') ?? '';
      const log = seen.map((one) => one.outerHTML).join('');
      return `<style>:root{${variables}}${styles.join('')}</style><div class="log"><div class="log-content">${log}</div></div>`;
    }, messages),
  );

/** Ms from nodes that are made from this text to their paint, in an empty page. */
async function paintOnce({ browser }: Stack, html: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1100 } });
  try {
    await page.goto('about:blank');
    return await page.evaluate(
      (text) =>
        new Promise<number>((resolve) => {
          requestAnimationFrame(() => {
            const began = performance.now();
            document.body.append(document.createRange().createContextualFragment(text));
            requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began)));
          });
        }),
      html,
    );
  } finally {
    await page.close();
  }
}

/** Ms from each key to the paint while nothing else happens. */
const typeOnce = (stack: Stack, session: Shown): Promise<readonly number[]> =>
  opened(stack.mine, session, (client) => typing(client, LEAST, async () => {}));

export async function floorFigures(stack: Stack, session: Shown): Promise<readonly Figure[]> {
  begin('floors');
  const html = await inSight(stack, session);
  const gets: number[] = [];
  const paints: number[] = [];
  const keys: (readonly number[])[] = [];
  for (let i = 0; i < stack.times; i++) {
    gets.push(await pageOnce(stack, session));
    paints.push(await paintOnce(stack, html));
    keys.push(await typeOnce(stack, session));
  }
  return [
    figure(`floor: GET of the newest page of ${messagesOf(stack.sizes.long)}`, 'ms', gets),
    figure('floor: the messages in sight, painted in an empty page', 'ms', paints),
    figure(
      `floor: type in ${messagesOf(stack.sizes.long)} while nothing streams: key to paint, 95 %`,
      'ms',
      spread95(keys),
    ),
  ];
}
