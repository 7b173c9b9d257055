// A reader scrolls through a long session; somebody types into one while it grows.
import { figure, type Figure } from '../report.js';
import type { Opener, Shown } from './client.js';
import { percentile, scrolling, typing } from './measure.js';
import { begin, messagesOf, opened, type Stack } from './stack.js';
import { prompt } from './turn.js';

/** Typing while a slow answer streams into a long session. */
export async function typeLongFigure({ server, mine, sizes }: Stack, session: Shown, letters: number): Promise<Figure> {
  begin('typing in a long session');
  const typed = await opened(mine, session, async (client) => {
    const delays = await typing(client, letters, async () => void (await prompt(server, session.id, '[[slow]]')));
    await server.fetch(`/session/${session.id}/abort`, { method: 'POST' });
    return delays;
  });
  const title = `type while it streams into ${messagesOf(sizes.long)}: key to paint, 95 %`;
  return figure(title, 'ms', [percentile(typed, 0.95)], { goal: 50 });
}

export async function scrollFigures(stack: Stack, long: readonly Shown[]): Promise<readonly Figure[]> {
  begin('scrolling');
  const read = (open: Opener, session: Shown) => opened(open, session, (client) => scrolling(client, 'First of all'));
  const mine: { readonly time: number; readonly slow: number }[] = [];
  const peers: typeof mine = [];
  for (const session of long) {
    mine.push(await read(stack.mine, session));
    peers.push(await read(stack.peer, session));
  }
  const both = (name: string, unit: string, key: 'time' | 'slow'): Figure =>
    figure(
      `scroll ${messagesOf(stack.sizes.long)} to the start: ${name}`,
      unit,
      mine.map((one) => one[key]),
      { theirs: peers.map((one) => one[key]), goal: 1 },
    );
  return [both('time', 'ms', 'time'), both('frames over 32 ms', 'frames', 'slow')];
}
