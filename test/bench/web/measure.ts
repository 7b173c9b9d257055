// Measurements of a page: when something was painted, the work of the main thread, and frames.
import type { CDPSession, Frame, Page } from 'playwright-core';
import type { Client } from './client.js';

/** What the main thread of a page did, from a first reading to a second. */
export interface Work {
  /** Ms of tasks. */
  readonly task: number;
  /** Ms of the longest task; 0 where none took 50. */
  readonly longest: number;
  /** DOM nodes and bytes of heap that were added. */
  readonly nodes: number;
  readonly heap: number;
}

type Metrics = Readonly<Record<string, number>>;

async function metrics(session: CDPSession): Promise<Metrics> {
  const { metrics: list } = await session.send('Performance.getMetrics');
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

/** Begins to note the longest task of a frame. */
const noteTasks = (frame: Frame): Promise<void> =>
  frame.evaluate(() => {
    const store = window as unknown as { longest: number; watcher?: PerformanceObserver };
    store.watcher?.disconnect();
    store.longest = 0;
    store.watcher = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) store.longest = Math.max(store.longest, entry.duration);
    });
    store.watcher.observe({ type: 'longtask' });
  });

/**
 * Runs `work` and measures the page's main thread until it has been idle for a moment. The frame of
 * the conversation runs in the page's process: its tasks are included, and its long tasks are queried too.
 */
export async function watchWork<T>({ page, frame }: Client, work: () => Promise<T>): Promise<readonly [T, Work]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const frames = [...new Set([page.mainFrame(), frame])];
  for (const one of frames) await noteTasks(one);
  const before = await metrics(session);
  const result = await work();
  // Includes work that was deferred until after the paint.
  await page.evaluate(() => new Promise((rest) => setTimeout(() => requestIdleCallback(rest), 500)));
  const after = await metrics(session);
  const longest = await Promise.all(
    frames.map((one) => one.evaluate(() => (window as unknown as { longest: number }).longest)),
  );
  await session.detach();
  const grew = (name: string): number => (after[name] ?? 0) - (before[name] ?? 0);
  return [
    result,
    {
      task: grew('TaskDuration') * 1000,
      longest: Math.max(...longest),
      nodes: grew('Nodes'),
      heap: grew('JSHeapUsedSize') / 1_000_000,
    },
  ];
}

/** Ms without a long task after which a page has done what comes after its start. */
const REST = 1_500;

/** Waits until the page has started, so that its own start is not measured. */
export const started = (page: Page): Promise<void> =>
  page.evaluate(
    (rest) =>
      new Promise<void>((resolve) => {
        let timer: ReturnType<typeof setTimeout> | undefined;
        const wait = (): void => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            watcher.disconnect();
            resolve();
          }, rest);
        };
        const watcher = new PerformanceObserver(wait);
        watcher.observe({ type: 'longtask' });
        wait();
      }),
    REST,
  );

/** Waits until a message with these words is in sight and painted; gives the time, ms since 1970. */
export const painted = (frame: Frame, messages: string, words: string, at: 'end' | 'start' = 'end'): Promise<number> =>
  frame.evaluate(
    ([selector, text, place]) =>
      new Promise<number>((resolve, reject) => {
        const until = performance.now() + 60_000;
        const inSight = (one: Element): boolean => {
          if (!(one.textContent ?? '').includes(text)) return false;
          const { top, bottom } = one.getBoundingClientRect();
          return bottom > 0 && top < innerHeight;
        };
        const look = (): void => {
          const all = [...document.querySelectorAll(selector)];
          const last = place === 'end' ? all.slice(-12) : all.slice(0, 12);
          if (performance.now() > until) return reject(new Error(`"${text}" was never seen`));
          if (!last.some(inSight)) return void requestAnimationFrame(look);
          requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())));
        };
        look();
      }),
    [messages, words, at] as const,
  );

/** Notes the next press of the mouse in the page; the function gives its time, ms since 1970. */
export async function notePress(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const note = (event: MouseEvent): void => {
      (window as unknown as { pressed: number }).pressed = performance.timeOrigin + event.timeStamp;
    };
    window.addEventListener('mousedown', note, { capture: true, once: true });
  });
  return () => page.evaluate(() => (window as unknown as { pressed: number }).pressed);
}

/** Types a letter each 50 ms, at least so many and until `meanwhile` is over; gives the ms from each key to the paint. */
export async function typing(
  client: Client,
  least: number,
  meanwhile: () => Promise<void>,
): Promise<readonly number[]> {
  const { frame, page, input } = client;
  await frame.locator(input).last().click();
  await frame.evaluate(() => {
    const delays: number[] = [];
    const store = window as unknown as { listening?: AbortController; delays: number[] };
    store.listening?.abort();
    store.listening = new AbortController();
    store.delays = delays;
    window.addEventListener(
      'keydown',
      (event) => {
        const began = event.timeStamp;
        requestAnimationFrame(() => setTimeout(() => delays.push(performance.now() - began)));
      },
      { capture: true, signal: store.listening.signal },
    );
  });
  let over = false;
  const work = meanwhile().finally(() => (over = true));
  // It is awaited once the last key is pressed: until then nobody would handle its failure, which would end the process.
  work.catch(() => undefined);
  let typed = 0;
  for (; typed < least || !over; typed++) {
    await page.keyboard.press('a');
    await new Promise((later) => setTimeout(later, 50));
  }
  await work;
  await frame.waitForFunction((all) => (window as unknown as { delays: number[] }).delays.length >= all, typed);
  return frame.evaluate(() => (window as unknown as { delays: number[] }).delays);
}

/** Scrolls from the end to the first message by the wheel; gives ms until the start was in sight and slow frames. */
export async function scrolling(client: Client, first: string): Promise<{ time: number; slow: number }> {
  const { frame, page, scroller, messages } = client;
  const rect = await frame.locator(scroller).last().boundingBox();
  if (rect === null) throw new Error('nothing scrolls');
  await page.mouse.move(rect.x + rect.width / 2, rect.y + rect.height / 2);
  await frame.evaluate(() => {
    const store = Object.assign(window, { slow: 0, going: true });
    let last = performance.now();
    const tick = (now: number): void => {
      if (now - last > 32) store.slow += 1;
      last = now;
      if (store.going) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  const began = Date.now();
  const start = painted(frame, messages, first, 'start');
  let there = false;
  void start.then(
    () => (there = true),
    () => (there = true),
  );
  while (!there) await page.mouse.wheel(0, -1500);
  const end = await start;
  const slow = await frame.evaluate(() => {
    const store = window as unknown as { slow: number; going: boolean };
    store.going = false;
    return store.slow;
  });
  return { time: end - began, slow };
}
