// Shared by every part of the side-by-side measurement.
import type { Browser } from 'playwright-core';
import type { Opencode } from '../../support/opencode.js';
import { endOf } from '../../support/longSession.js';
import type { Client, Measured, Shown } from './client.js';
import { painted, started, type Work } from './measure.js';
import type { MeasuredVersion } from './versions.js';

/** How much is measured: turns of the sessions that are opened (three messages each), tokens and lines that stream. */
export interface Sizes {
  readonly long: number;
  readonly huge: number;
  readonly tokens: number;
  readonly lines: number;
  /** Leaves out what differs from other parts only by its answer or session: enough to see that it works. */
  readonly isBrief?: true;
}

/** The server, both clients, and how often each is read. */
export interface Stack {
  readonly version: MeasuredVersion;
  readonly server: Opencode;
  readonly browser: Browser;
  readonly sizes: Sizes;
  readonly times: number;
  /** A session of two turns, from which others are opened. */
  readonly short: Shown;
  readonly mine: Measured;
  readonly peer: Measured;
  /** Records a failure; the run continues. */
  failed(error: unknown): void;
}

/** What an action cost, and how long it took. */
export type Reading = Work & { readonly time: number };

/** Letters that are typed at least, also where an answer is over sooner. */
export const LEAST = 20;

export const begin = (what: string): void => console.error(`… ${what}`);

export const pick = (readings: readonly Reading[], key: keyof Reading): readonly number[] =>
  readings.map((reading) => reading[key]);

/** A number as a title has it. */
export const many = (n: number): string => n.toLocaleString('en');

/** Messages of a session of so many turns, as a title has them. */
export const messagesOf = (turns: number): string => `${many(turns * 3)} messages`;

/** Runs a reading; an error names the client and the session. */
async function named<T>({ name }: Measured, { title, id }: Shown, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`${name}, session “${title}” (${id}): ${message}`, { cause: error });
  }
}

/** Waits until the end of `session` is painted and the page is at rest. */
async function atRest({ frame, messages, page }: Client, { title }: Shown): Promise<void> {
  await painted(frame, messages, endOf(title));
  await started(page);
}

/** Opens a client on `session` in a fresh page and waits until it is at rest. */
export const opened = <T>(measured: Measured, session: Shown, work: (client: Client) => Promise<T>): Promise<T> =>
  named(measured, session, () =>
    measured.open(session, async (client) => {
      await atRest(client, session);
      return work(client);
    }),
  );

/** Runs all readings; failed ones are recorded and left out. */
export async function readings<T>(stack: Stack, all: readonly (() => Promise<T>)[]): Promise<readonly T[]> {
  const done: T[] = [];
  for (const read of all)
    try {
      done.push(await read());
    } catch (error) {
      stack.failed(error);
    }
  return done;
}

/** Reads one client `times` times in one page, each time in a session of its own. */
async function each<T>(
  stack: Stack,
  measured: Measured,
  read: (client: Client, session: Shown) => Promise<T>,
  turns: number | undefined,
): Promise<readonly T[]> {
  const { version, server, times } = stack;
  const make = async (n: number): Promise<Shown> => {
    const title = `${measured === stack.mine ? 'Mine' : 'Peer'} ${n}`;
    const made = turns === undefined ? version.makeBrief(server, title) : version.makeLong(server, turns, title);
    return { title, id: await made };
  };
  const sessions: Shown[] = [];
  for (let n = 1; n <= times; n++) sessions.push(await make(n));
  const [first] = sessions;
  if (first === undefined) return [];
  const done = await readings(stack, [
    () =>
      measured.open(first, (client) =>
        readings(
          stack,
          sessions.map(
            (session) => () =>
              named(measured, session, async () => {
                if (session !== first) await client.show(session);
                await atRest(client, session);
                return read(client, session);
              }),
          ),
        ),
      ),
  ]);
  for (const { id } of sessions) await version.remove(server, id);
  return done.flat();
}

/** Reads both, one after the other, in sessions of so many turns. */
export const inTurns = async <T>(
  stack: Stack,
  read: (client: Client, session: Shown) => Promise<T>,
  turns?: number,
): Promise<{ readonly mine: readonly T[]; readonly peers: readonly T[] }> => ({
  mine: await each(stack, stack.mine, read, turns),
  peers: await each(stack, stack.peer, read, turns),
});
