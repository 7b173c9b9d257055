// Sessions that are opened: from the press to the paint of the last message, long ones and very long ones.
import { figure, type Figure } from '../report.js';
import { endOf } from '../../support/longSession.js';
import type { Opener, Shown } from './client.js';
import { notePress, painted, watchWork } from './measure.js';
import { begin, messagesOf, opened, pick, type Reading, type Stack } from './stack.js';

/** Opens `session` from the short one, each client in a fresh page. */
const opening = (short: Shown, open: Opener, session: Shown): Promise<Reading> =>
  opened(open, short, async (client) => {
    const [time, work] = await watchWork(client, async () => {
      const pressed = await notePress(client.page);
      const seen = painted(client.frame, client.messages, endOf(session.title));
      await client.show(session);
      return (await seen) - (await pressed());
    });
    return { ...work, time };
  });

export async function openFigures(
  { short, sizes, mine, peer }: Stack,
  long: readonly Shown[],
  huge: readonly Shown[],
): Promise<readonly Figure[]> {
  begin('sessions that are opened');
  const own: Reading[] = [];
  const peers: Reading[] = [];
  const big: Reading[] = [];
  for (const session of long) {
    own.push(await opening(short, mine, session));
    peers.push(await opening(short, peer, session));
  }
  for (const session of huge) big.push(await opening(short, mine, session));
  const both = (name: string, unit: string, key: keyof Reading, goal?: number): Figure =>
    figure(`open ${messagesOf(sizes.long)}: ${name}`, unit, pick(own, key), {
      theirs: pick(peers, key),
      ...(goal === undefined ? {} : { goal }),
    });
  const against = `open ${messagesOf(sizes.huge)} against our ${messagesOf(sizes.long)}`;
  return [
    both('click to painted', 'ms', 'time', 0.5),
    both('main-thread tasks', 'ms', 'task', 0.5),
    both('DOM nodes added', 'nodes', 'nodes'),
    both('heap added', 'MB', 'heap'),
    figure(against, 'ms', pick(big, 'time'), { theirs: pick(own, 'time'), goal: 1.2 }),
  ];
}
