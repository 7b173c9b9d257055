// Side by side with OpenCode's own web UI: the same server, the same sessions, the same Chromium, one after the other.
import { turnScripts } from '../../support/longSession.js';
import { startModel } from '../../support/model.js';
import { openBrowser } from '../../support/workbench.js';
import { figure, type Figure, type Report } from '../report.js';
import { ours, theirs, type Shown } from './client.js';
import { floorFigures } from './floors.js';
import { longMarkdown } from './markdown.js';
import { openFigures } from './opening.js';
import { scrollFigures, typeLongFigure } from './reading.js';
import { begin, many, pick, type Sizes, type Stack } from './stack.js';
import { streamFigures, typeFigures, type Answer } from './streaming.js';
import type { MeasuredVersion } from './versions.js';

const FULL: Sizes = { long: 400, huge: 3_334, tokens: 20_000, lines: 2_000 };
/** Just enough to check that it works. */
const QUICK: Sizes = { long: 20, huge: 40, tokens: 1_000, lines: 100 };
/** The same where the first version went before. */
const QUICK_2: Sizes = { ...QUICK, isBrief: true };

/** The model's answers at full speed; each ends with unique words. */
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

type Part = <T>(work: () => Promise<T>, figuresOf: (result: T) => readonly Figure[]) => Promise<T | undefined>;

/** Runs parts; each reports its rows, and none ends the others. */
const reporting =
  (report: Report): Part =>
  async (work, figuresOf) => {
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

/** Measures part after part. What is read for itself, without a peer, is read on the first version only. */
async function measure(
  stack: Stack,
  part: Part,
  make: (title: string, turns: number) => Promise<Shown>,
): Promise<void> {
  const { version, sizes, times } = stack;
  begin('sessions that are made');
  const huge = version.isFirst ? await make('Huge', sizes.huge) : undefined;
  const long: Shown[] = [];
  for (let i = 1; i <= times; i++) long.push(await make(`Long ${i}`, sizes.long));
  if (version.isFirst) {
    const typed = await make('Typed', sizes.long);
    await part(() => floorFigures(stack, typed), all);
  }
  await part(() => openFigures(stack, long, huge), all);
  await streaming(stack, part);
  if (sizes.isBrief !== true)
    await part(
      () => typeLongFigure(stack, 60),
      (one) => [one],
    );
  await part(() => scrollFigures(stack, long), all);
}

async function streaming(stack: Stack, part: Part): Promise<void> {
  const { version, sizes } = stack;
  const answers = answersOf(sizes);
  await part(
    () => streamFigures(stack, answers.tokens),
    ({ figures }) => figures,
  );
  await part(() => typeFigures(stack, answers.tokens), all);
  if (sizes.isBrief === true) return;
  const half = version.isFirst
    ? await part(
        () => streamFigures(stack, answers.half),
        () => [],
      )
    : undefined;
  const against = `stream ${many(sizes.lines)} lines of Markdown against our ${many(sizes.lines / 2)}`;
  await part(
    () => streamFigures(stack, answers.markdown),
    ({ figures, mine }) => [
      ...figures,
      ...(version.isFirst
        ? [figure(against, 'ms', pick(mine, 'task'), { theirs: pick(half?.mine ?? [], 'task'), goal: 2.5 })]
        : []),
    ],
  );
  await part(() => typeFigures(stack, answers.markdown), all);
}

/** All of it on one version, `times` readings each. */
export async function benchWeb(
  version: MeasuredVersion,
  times: number,
  quick: boolean,
  report: Report,
): Promise<readonly Figure[]> {
  const quickSizes = version.isFirst ? QUICK : QUICK_2;
  const sizes = quick ? quickSizes : FULL;
  const { tokens, lines } = sizes;
  const model = await startModel({
    scripts: version.scripts({
      ...turnScripts,
      tokens: [{ tokens, text: 'The last token.' }],
      half: [{ text: `${longMarkdown(lines / 2)}\n\nThe last line.`, chunk: 60 }],
      markdown: [{ text: `${longMarkdown(lines)}\n\nThe last line.`, chunk: 60 }],
      slow: [{ tokens: 1_000_000, delay: 1 }],
    }),
  });
  const server = await version.start({ model });
  const browser = await openBrowser();
  const make = async (title: string, turns: number): Promise<Shown> => ({
    id: await version.makeLong(server, turns, title),
    title,
  });
  const short = await make('Short', 2);
  const [mine, peer] = [await ours(browser, server), await theirs(browser, server, version.webUi)];
  const { failed } = report;
  try {
    await measure({ version, server, browser, sizes, times, short, mine, peer, failed }, reporting(report), make);
    return [];
  } finally {
    await peer.dispose();
    await mine.dispose();
    await browser.close();
    await server.dispose();
    await model.close();
  }
}
