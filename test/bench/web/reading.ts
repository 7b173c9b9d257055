// Scrolling through a long session, and typing into one while it grows.
import { figure, spread95, type Figure } from '../report.js';
import type { Measured, Shown } from './client.js';
import { scrolling, typing } from './measure.js';
import { begin, inTurns, messagesOf, opened, readings, type Stack } from './stack.js';

/** Typing while a slow answer streams into a long session. */
export async function typeLongFigure(stack: Stack, letters: number): Promise<Figure> {
  begin('typing in a long session');
  const { version, server, sizes } = stack;
  const { mine, peers } = await inTurns(
    stack,
    async (client, session) => {
      try {
        return await typing(client, letters, async () => void (await version.prompt(server, session.id, '[[slow]]')));
      } finally {
        await version.stop(server, session.id);
      }
    },
    sizes.long,
  );
  const title = `${version.rows}type while it streams into ${messagesOf(sizes.long)}: key to paint, 95 %`;
  return figure(title, 'ms', spread95(mine), { theirs: spread95(peers) });
}

export async function scrollFigures(stack: Stack, long: readonly Shown[]): Promise<readonly Figure[]> {
  begin('scrolling');
  const read = (measured: Measured): Promise<readonly { readonly time: number; readonly slow: number }[]> =>
    readings(
      stack,
      long.map((session) => () => opened(measured, session, (client) => scrolling(client, 'First of all'))),
    );
  const mine = await read(stack.mine);
  const peers = await read(stack.peer);
  const both = (name: string, unit: string, key: 'time' | 'slow'): Figure =>
    figure(
      `${stack.version.rows}scroll ${messagesOf(stack.sizes.long)} to the start: ${name}`,
      unit,
      mine.map((one) => one[key]),
      { theirs: peers.map((one) => one[key]), goal: 1 },
    );
  return [both('time', 'ms', 'time'), both('frames over 32 ms', 'frames', 'slow')];
}
