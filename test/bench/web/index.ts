// Side by side with OpenCode's own web UI: the same server, the same sessions, the same Chromium, one after the other.
import { makeLongSession, turnScripts } from '../../support/longSession.js';
import { startModel } from '../../support/model.js';
import { startOpencode } from '../../support/opencode.js';
import { openBrowser } from '../../support/workbench.js';
import { figure, type Figure, type Report } from '../report.js';
import { ours, theirs, type Shown } from './client.js';
import { floorFigures } from './floors.js';
import { longMarkdown } from './markdown.js';
import { openFigures } from './opening.js';
import { scrollFigures, typeLongFigure } from './reading.js';
import { begin, many, pick, type Sizes, type Stack } from './stack.js';
import { streamFigures, typeFigures, type Answer } from './streaming.js';

const FULL: Sizes = { long: 400, huge: 3_334, tokens: 20_000, lines: 2_000 };
/** Enough to see that it works. */
const QUICK: Sizes = { long: 20, huge: 40, tokens: 1_000, lines: 100 };

/** What the model says at full speed; each ends with words of its own. */
const answersOf = ({ tokens, lines }: Sizes) => {
  const markdown = (count: number, script: string): Answer => ({
    name: `${many(count)} lines of Markdown`,
    script,
    ending: 'The last line.',
  });
  return {
    tokens: { name: `${many(tokens)} tokens`, script: 'tokens', ending: 'The last token.' },
    half: markdown(lines / 2, 'half'),
    markdown: markdown(lines, 'markdown'),
  };
};

/** Measures part after part; each reports its rows, and none ends the others. */
async function measure(
  stack: Stack,
  report: Report,
  make: (title: string, turns: number) => Promise<Shown>,
): Promise<void> {
  const { sizes, times } = stack;
  const part = async <T>(
    work: () => Promise<T>,
    figuresOf: (result: T) => readonly Figure[],
  ): Promise<T | undefined> => {
    try {
      const result = await work();
      report.add(figuresOf(result));
      return result;
    } catch (error) {
      report.failed(error);
      return undefined;
    }
  };
  const all = (figures: readonly Figure[]): readonly Figure[] => figures;
  begin('sessions that are made');
  const huge = await make('Huge', sizes.huge);
  const long: Shown[] = [];
  for (let i = 1; i <= times; i++) long.push(await make(`Long ${i}`, sizes.long));
  const typed = await make('Typed', sizes.long);
  await part(() => floorFigures(stack, typed), all);
  await part(() => openFigures(stack, long, huge), all);
  const answers = answersOf(sizes);
  await part(
    () => streamFigures(stack, answers.tokens),
    ({ figures }) => figures,
  );
  const half = await part(
    () => streamFigures(stack, answers.half),
    () => [],
  );
  await part(
    () => streamFigures(stack, answers.markdown),
    ({ figures, mine }) => [
      ...figures,
      figure(
        `stream ${many(sizes.lines)} lines of Markdown against our ${many(sizes.lines / 2)}`,
        'ms',
        pick(mine, 'task'),
        { theirs: pick(half?.mine ?? [], 'task'), goal: 2.5 },
      ),
    ],
  );
  for (const answer of [answers.tokens, answers.markdown]) await part(() => typeFigures(stack, answer), all);
  await part(
    () => typeLongFigure(stack, 60),
    (one) => [one],
  );
  await part(() => scrollFigures(stack, long), all);
}

/** All of it, `times` readings each. */
export async function benchWeb(times: number, quick: boolean, report: Report): Promise<readonly Figure[]> {
  const sizes = quick ? QUICK : FULL;
  const { tokens, lines } = sizes;
  const model = await startModel({
    scripts: {
      ...turnScripts,
      tokens: [{ tokens, text: 'The last token.' }],
      half: [{ text: `${longMarkdown(lines / 2)}\n\nThe last line.`, chunk: 60 }],
      markdown: [{ text: `${longMarkdown(lines)}\n\nThe last line.`, chunk: 60 }],
      slow: [{ tokens: 1_000_000, delay: 1 }],
    },
  });
  const server = await startOpencode({ model });
  const browser = await openBrowser();
  const make = async (title: string, turns: number): Promise<Shown> => ({
    id: await makeLongSession(server, turns, title),
    title,
  });
  const short = await make('Short', 2);
  const [mine, peer] = [await ours(browser, server), await theirs(browser, server)];
  try {
    await measure({ server, browser, sizes, times, short, mine, peer, failed: report.failed }, report, make);
    return [];
  } finally {
    await peer.dispose();
    await mine.dispose();
    await browser.close();
    await server.dispose();
    await model.close();
  }
}
