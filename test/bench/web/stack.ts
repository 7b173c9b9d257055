// What every part of the side-by-side measurement works with.
import type { Browser } from 'playwright-core';
import type { Opencode } from '../../support/opencode.js';
import { endOf, makeLongSession } from '../../support/longSession.js';
import type { Client, Opener, Shown } from './client.js';
import { painted, started, type Work } from './measure.js';

/** How much is measured: turns of the sessions that are opened (three messages each), tokens and lines that stream. */
export interface Sizes {
  readonly long: number;
  readonly huge: number;
  readonly tokens: number;
  readonly lines: number;
}

/** The server, both clients, and how often each is read. */
export interface Stack {
  readonly server: Opencode;
  readonly browser: Browser;
  readonly sizes: Sizes;
  readonly times: number;
  /** A session of two turns, from which others are opened. */
  readonly short: Shown;
  readonly mine: Opener;
  readonly peer: Opener;
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

/** Opens a client on `session` and waits until its end is painted and the page is at rest. */
export const opened = <T>(open: Opener, session: Shown, work: (client: Client) => Promise<T>): Promise<T> =>
  open(session, async (client) => {
    await painted(client.frame, client.messages, endOf(session.title));
    await started(client.page);
    return work(client);
  });

/** Reads both in turns, `times` each, every time in a session of its own (of so many turns) that is gone afterwards. */
export async function inTurns<T>(
  { server, times, mine, peer }: Stack,
  read: (open: Opener, session: Shown) => Promise<T>,
  turns = 1,
): Promise<{ readonly mine: readonly T[]; readonly peers: readonly T[] }> {
  const fresh = async (open: Opener, title: string): Promise<T> => {
    const session = { title, id: await makeLongSession(server, turns, title) };
    try {
      return await read(open, session);
    } finally {
      await server.fetch(`/session/${session.id}`, { method: 'DELETE' });
    }
  };
  const readings: { mine: T[]; peers: T[] } = { mine: [], peers: [] };
  for (let i = 1; i <= times; i++) {
    readings.mine.push(await fresh(mine, `Mine ${i}`));
    readings.peers.push(await fresh(peer, `Peer ${i}`));
  }
  return readings;
}
