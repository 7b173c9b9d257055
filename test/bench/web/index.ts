// Side by side with OpenCode's own web UI: the same server, the same sessions, the same Chromium, one after the other.
import type { Browser } from 'playwright-core';
import { startModel } from '../../support/model.js';
import { startOpencode, type Opencode } from '../../support/opencode.js';
import { openBrowser } from '../../support/workbench.js';
import { figure, type Figure } from '../report.js';
import { ours, theirs, type Opener, type Shown } from './client.js';
import { longMarkdown } from './markdown.js';
import { notePress, painted, scrolling, typing, watchWork, type Work } from './measure.js';
import { endOf, makeLongSession, turnScripts } from '../../support/longSession.js';
import { finished, prompt } from './turn.js';

/** How much is measured: turns of the sessions that are opened (three messages each), tokens and lines that stream. */
interface Sizes {
  readonly long: number;
  readonly huge: number;
  readonly tokens: number;
  readonly lines: number;
}
const FULL: Sizes = { long: 400, huge: 3_334, tokens: 20_000, lines: 2_000 };
/** Enough to see that it works. */
const QUICK: Sizes = { long: 20, huge: 40, tokens: 1_000, lines: 100 };

interface Stack {
  readonly server: Opencode;
  readonly browser: Browser;
  readonly short: Shown;
  readonly times: number;
  readonly mine: Opener;
  readonly peer: Opener;
}

type Reading = Work & { readonly time: number };

/** Opens `session` from the short one, each client in a fresh page. */
const opening =
  (short: Shown) =>
  (open: Opener, session: Shown): Promise<Reading> =>
    open(short, async (client) => {
      await painted(client.frame, client.messages, endOf(short.title));
      const [time, work] = await watchWork(client, async () => {
        const pressed = await notePress(client.page);
        const seen = painted(client.frame, client.messages, endOf(session.title));
        await client.show(session);
        return (await seen) - (await pressed());
      });
      return { ...work, time };
    });

/** A new session in view takes a prompt; reads what it cost to draw the answer, and when its end was seen. */
const streaming =
  ({ server }: Stack) =>
  (open: Opener, session: Shown, script: string, ending: string): Promise<Reading> =>
    open(session, async (client) => {
      await painted(client.frame, client.messages, endOf(session.title));
      const [time, work] = await watchWork(client, async () => {
        const done = finished(server, session.id);
        await prompt(server, session.id, `[[${script}]]`);
        const end = await done;
        return (await painted(client.frame, client.messages, ending)) - end;
      });
      return { ...work, time };
    });

const begin = (what: string): void => console.error(`… ${what}`);
const pick = (readings: readonly Reading[], key: keyof Reading): readonly number[] =>
  readings.map((reading) => reading[key]);
const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

async function openFigures(stack: Stack, long: readonly Shown[], huge: readonly Shown[]): Promise<readonly Figure[]> {
  begin('sessions that are opened');
  const open = opening(stack.short);
  const mine: Reading[] = [];
  const peers: Reading[] = [];
  const big: Reading[] = [];
  for (const session of long) {
    mine.push(await open(stack.mine, session));
    peers.push(await open(stack.peer, session));
  }
  for (const session of huge) big.push(await open(stack.mine, session));
  const both = (name: string, unit: string, key: keyof Reading, goal?: number): Figure =>
    figure(`open 1,200 messages: ${name}`, unit, pick(mine, key), {
      theirs: pick(peers, key),
      ...(goal === undefined ? {} : { goal }),
    });
  return [
    both('click to painted', 'ms', 'time', 0.5),
    both('main-thread tasks', 'ms', 'task', 0.5),
    both('DOM nodes added', 'nodes', 'nodes'),
    both('heap added', 'MB', 'heap'),
    figure('open 10,000 messages against our 1,200', 'ms', pick(big, 'time'), {
      theirs: pick(mine, 'time'),
      goal: 1.2,
    }),
  ];
}

async function streamFigures(
  stack: Stack,
  name: string,
  script: string,
  ending: string,
): Promise<{ readonly figures: readonly Figure[]; readonly mine: readonly Reading[] }> {
  begin(name);
  const stream = streaming(stack);
  const mine: Reading[] = [];
  const peers: Reading[] = [];
  const read = async (open: Opener, title: string): Promise<Reading> => {
    const session = { title, id: await makeLongSession(stack.server, 1, title) };
    try {
      return await stream(open, session, script, ending);
    } finally {
      await stack.server.fetch(`/session/${session.id}`, { method: 'DELETE' });
    }
  };
  for (let i = 1; i <= stack.times; i++) {
    mine.push(await read(stack.mine, `Mine ${i}`));
    peers.push(await read(stack.peer, `Peer ${i}`));
  }
  return {
    mine,
    figures: [
      figure(`${name}: main-thread tasks`, 'ms', pick(mine, 'task'), { theirs: pick(peers, 'task'), goal: 0.7 }),
      figure(`${name}: longest task, ours`, 'ms', pick(mine, 'longest'), { goal: 50 }),
      figure(`${name}: longest task, theirs`, 'ms', pick(peers, 'longest')),
      figure(`${name}: painted after the server was done, ours`, 'ms', pick(mine, 'time'), { goal: 250 }),
      figure(`${name}: painted after the server was done, theirs`, 'ms', pick(peers, 'time')),
    ],
  };
}

/** Typing while a long answer streams into a long session. */
async function typeFigure(stack: Stack, session: Shown): Promise<Figure> {
  begin('typing');
  const { server } = stack;
  const typed = await stack.mine(session, async (client) => {
    await painted(client.frame, client.messages, endOf(session.title));
    const done = finished(server, session.id);
    await prompt(server, session.id, '[[slow]]');
    const delays = await typing(client, 60);
    await server.fetch(`/session/${session.id}/abort`, { method: 'POST' });
    await done;
    return delays;
  });
  return figure('type while it streams into 1,200 messages: key to paint, 95 %', 'ms', [percentile(typed, 0.95)], {
    goal: 50,
  });
}

async function scrollFigures(stack: Stack, long: readonly Shown[]): Promise<readonly Figure[]> {
  begin('scrolling');
  const read = (open: Opener, session: Shown) =>
    open(session, async (client) => {
      await painted(client.frame, client.messages, endOf(session.title));
      return scrolling(client, 'First of all');
    });
  const mine = [];
  const peers = [];
  for (const session of long) {
    mine.push(await read(stack.mine, session));
    peers.push(await read(stack.peer, session));
  }
  return [
    figure(
      'scroll 1,200 messages to the start: time',
      'ms',
      mine.map(({ time }) => time),
      { theirs: peers.map(({ time }) => time), goal: 1 },
    ),
    figure(
      'scroll 1,200 messages to the start: frames over 32 ms',
      'frames',
      mine.map(({ slow }) => slow),
      { theirs: peers.map(({ slow }) => slow), goal: 1 },
    ),
  ];
}

/** All of it, `times` readings each. */
export async function benchWeb(times: number, quick: boolean): Promise<readonly Figure[]> {
  const { long: turns, huge: most, tokens: count, lines } = quick ? QUICK : FULL;
  const model = await startModel({
    scripts: {
      ...turnScripts,
      tokens: [{ tokens: count, text: 'The last token.' }],
      half: [{ text: `${longMarkdown(lines / 2)}\n\nThe last line.`, chunk: 60 }],
      markdown: [{ text: `${longMarkdown(lines)}\n\nThe last line.`, chunk: 60 }],
      slow: [{ tokens: 1_000_000, delay: 1 }],
    },
  });
  const server = await startOpencode({ model });
  const browser = await openBrowser();
  const made = async (title: string, each: number): Promise<Shown> => ({
    id: await makeLongSession(server, each, title),
    title,
  });
  begin('sessions that are made');
  const several = async (title: string, each: number): Promise<readonly Shown[]> => {
    const sessions: Shown[] = [];
    for (let i = 1; i <= times; i++) sessions.push(await made(`${title} ${i}`, each));
    return sessions;
  };
  const huge = await several('Huge', most);
  const long = await several('Long', turns);
  const typed = await made('Typed', turns);
  const short = await made('Short', 2);
  const [mine, peer] = [await ours(browser, server), await theirs(browser, server)];
  const stack: Stack = { server, browser, short, times, mine: mine.open, peer: peer.open };
  try {
    const opened = await openFigures(stack, long, huge);
    const streamed = await streamFigures(stack, 'stream 20,000 tokens', 'tokens', 'The last token.');
    const half = await streamFigures(stack, 'stream 1,000 lines', 'half', 'The last line.');
    const whole = await streamFigures(stack, 'stream 2,000 lines of Markdown', 'markdown', 'The last line.');
    const growth = figure('2,000 lines against our 1,000', 'ms', pick(whole.mine, 'task'), {
      theirs: pick(half.mine, 'task'),
      goal: 2.5,
    });
    const keys = await typeFigure(stack, typed);
    const scrolled = await scrollFigures(stack, long);
    return [...opened, ...streamed.figures, ...whole.figures, growth, keys, ...scrolled];
  } finally {
    await peer.dispose();
    await mine.dispose();
    await browser.close();
    await server.dispose();
    await model.close();
  }
}
