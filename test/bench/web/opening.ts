// Sessions that are opened: from the press to the paint of the last message, long ones and very long ones.
import { figure, type Figure } from '../report.js';
import { endOf } from '../../support/longSession.js';
import type { Measured, Shown } from './client.js';
import { notePress, painted, watchWork } from './measure.js';
import { begin, messagesOf, opened, pick, readings, type Reading, type Stack } from './stack.js';

/** Opens `session` from the short one, each client in a fresh page. */
const opening = (short: Shown, measured: Measured, session: Shown): Promise<Reading> =>
  opened(measured, short, async (client) => {
    const [time, work] = await watchWork(client, async () => {
      const pressed = await notePress(client.page);
      const seen = painted(client.frame, client.messages, endOf(session.title));
      await client.show(session);
      return (await seen) - (await pressed());
    });
    return { ...work, time };
  });

export async function openFigures(stack: Stack, long: readonly Shown[], huge?: Shown): Promise<readonly Figure[]> {
  begin('sessions that are opened');
  const { version, short, sizes, mine, peer } = stack;
  const all = (measured: Measured, sessions: readonly Shown[]): Promise<readonly Reading[]> =>
    readings(
      stack,
      sessions.map((session) => () => opening(short, measured, session)),
    );
  const own = await all(mine, long);
  const peers = await all(peer, long);
  // Pages share nothing, so one session is enough for all readings.
  const big = await all(mine, huge === undefined ? [] : long.map(() => huge));
  const both = (name: string, unit: string, key: keyof Reading, goal?: number): Figure =>
    figure(`${version.rows}open ${messagesOf(sizes.long)}: ${name}`, unit, pick(own, key), {
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
