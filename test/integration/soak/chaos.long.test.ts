// Two windows as processes, every kind of fault between them and a real server, windows killed at any moment: at the end
// every prompt is on the server once. CHAOS_SECONDS says how long; CHAOS_SEED repeats the order of a run.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startModel, type Model } from '../../support/model.js';
import { startProxy, type Proxy } from '../../support/proxy.js';
import { describeKinds, OPENCODES, type KindServer } from '../../support/serverKinds.js';
import { makeTemp, removeTemp, until } from '../../support/temp.js';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { note, printTable } from '../faults/table.js';
import { faults, OWN_WORDS } from './chaos/faults.js';
import { promptsOn } from './chaos/count.js';
import { choose, createRandom, shuffled } from './chaos/random.js';
import { createPromises, createWindow, type Window } from './chaos/windows.js';

const SECONDS = Number(process.env['CHAOS_SECONDS'] ?? 25);
const SEED = Number(process.env['CHAOS_SEED'] ?? Math.floor(Math.random() * 2 ** 32));
/** Limit of prompts that wait, in all windows: a user does not continue forever while nothing is sent. */
const MAX_WAITING = 20;
/** Ms for recovery after the last fault: a bound for hangs. */
const SETTLE_MS = 600_000;
/** Ms for the turns of what waits on the server: a bound for what is lost. */
const QUEUE_MS = 120_000;
/** Ms between status requests; more frequent ones would take processor time from the windows. */
const LOOK_MS = 500;
/** Ms after which a run prints again what it waits for. */
const TELL_MS = 20_000;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

describeKinds(OPENCODES, 'two windows under chaos with', (kind) => {
  const random = createRandom(SEED);
  const folder = makeTemp('outbox');
  const promises = createPromises();
  const happened = new Map<string, number>();
  let model: Model;
  let server: KindServer;
  let stranger: KindServer;
  let proxy: Proxy;
  let sessions: readonly SessionId[] = [];
  let windows: readonly Window[] = [];
  let isOver = false;
  let kills = 0;

  before(async function () {
    this.timeout(120_000);
    // Snapshots of the workspace are irrelevant here, and take longer than the turns.
    const config = kind.kind === 'opencode-1' ? { snapshot: false } : { snapshots: false };
    model = await startModel({ scripts: {} });
    [server, stranger] = await Promise.all([kind.start({ model, config }), kind.start({ model, config })]);
    proxy = await startProxy({ target: server.address });
    sessions = await Promise.all(Array.from({ length: 4 }, () => server.createSession('Chaos')));
    const start = { url: proxy.url, secret: server.secret, folder, sessions };
    windows = [createWindow(start, promises), createWindow(start, promises)];
  });
  after(async () => {
    isOver = true;
    await Promise.all(windows.map((window) => window.kill()));
    await proxy?.close();
    await Promise.all([server?.dispose(), stranger?.dispose()]);
    await model?.close();
    removeTemp(folder);
  });

  /** Writes prompts into the open windows, about two per second each. */
  async function write(): Promise<void> {
    for (let count = 0; !isOver; count++) {
      await sleep(250);
      const window = windows[count % windows.length];
      const sessionId = choose(random, sessions);
      // A new window may have adopted prompts: write nothing before it has reported how many.
      for (const each of windows) each.tell({ type: 'report' });
      const waiting = sum(windows.map((each) => (each.isOpen ? each.waiting : 0)));
      if (window === undefined || sessionId === undefined || !window.isOpen || waiting >= MAX_WAITING) continue;
      const text = `prompt ${count} 日本 😀`;
      promises.written.set(text, sessionId);
      window.tell({ type: 'write', sessionId, text });
    }
  }

  /** Kills a window at a random moment, and reopens it. */
  async function kill(): Promise<void> {
    while (!isOver) {
      await sleep(500 + random() * 9_000);
      const window = choose(random, windows);
      if (isOver || window === undefined || !window.isOpen) continue;
      await window.kill();
      kills++;
      await sleep(random() * 1_500);
      window.open();
    }
  }

  /** Every kind of fault, then every kind again in another order, until the time is up. */
  async function breakThings(until: number): Promise<void> {
    // All of them fit even into a short run.
    const pace = (until - Date.now()) / Object.keys(faults).length;
    const moment = (): number => Math.min(pace * 0.75, 400 + random() * 2_600);
    const scene = { kind, server, stranger, proxy, windows, moment };
    for (let round = 0; Date.now() < until || round === 0; round++)
      for (const [name, fault] of shuffled(random, Object.entries(faults))) {
        if (Date.now() >= until && round > 0) return;
        happened.set(name, (happened.get(name) ?? 0) + 1);
        await fault(scene);
        await sleep(Math.min(pace * 0.25, random() * 1_500));
      }
  }

  it(`(${SECONDS} s, seed ${SEED}) lose and duplicate no prompt`, async function () {
    this.timeout(SECONDS * 1_000 + SETTLE_MS + 180_000);
    const work = [write(), kill()];
    await breakThings(Date.now() + SECONDS * 1_000);
    isOver = true;
    await Promise.all(work);
    proxy.pass();
    for (const window of windows) if (!window.isOpen) window.open();
    const since = Date.now();
    let told = since;
    // Their turns run one after another in each session: most of the time until nothing waits is theirs.
    let backlog = 0;
    await until(
      'nothing waits any more',
      async () => {
        await sleep(LOOK_MS);
        for (const window of windows) window.tell({ type: 'retry' });
        const reports = await Promise.all(windows.map((window) => window.report()));
        const files = existsSync(folder) ? readdirSync(folder) : [];
        backlog = Math.max(backlog, sum(reports.map((report) => report?.pending.length ?? 0)));
        if (Date.now() - told > TELL_MS) {
          told = Date.now();
          console.log(`      after ${told - since} ms:`, files, JSON.stringify(reports, null, 1));
        }
        return files.length === 0 && reports.every((report) => report?.pending.length === 0);
      },
      SETTLE_MS,
    );
    const settled = Date.now() - since;
    // A prompt that is found long after it was written is shown to the user first; a clock jump has the same effect.
    // One whose session does not exist on the current server is shown as not sent, and sent when the session is back.
    // A prompt that the server itself refuses with 500 is resent by the user.
    const byHand = [...promises.failed].filter(
      ([, reason]) => reason !== OWN_WORDS && !/a while ago|no longer in this sandbox/.test(reason),
    );
    const shown = (await Promise.all(windows.map((window) => window.report()))).map((report) => report?.inbox ?? []);
    const stopped = (await windows[0]?.report())?.stopped.length ?? 0;
    let there = await promptsOn(server, sessions);
    const lostIn = (all: typeof there): readonly string[] => [...promises.due].filter((text) => !all.has(text));
    // A prompt that a window shows as waiting on the server is not lost; every window must show it.
    const unseen = lostIn(there).filter((text) => shown.some((inbox) => !inbox.includes(text)));
    // A server with its own queue has prompts that have not had their turn; those that a killed turn left wait for *Continue*.
    for (const end = Date.now() + QUEUE_MS; lostIn(there).length > 0 && Date.now() < end; await sleep(LOOK_MS)) {
      windows[0]?.tell({ type: 'continue' });
      there = await promptsOn(server, sessions);
    }
    const lost = [...new Set([...lostIn(there), ...unseen])];
    const doubled = [...there].filter(([, times]) => times > 1);
    const risked = [...promises.atRisk.keys()].filter((text) => !there.has(text));
    const count = sum([...happened.values()]);
    console.log(
      [
        `      seed ${SEED}: ${promises.written.size} prompts written, ${promises.due.size} due, ${there.size} on the server`,
        `${kills} windows killed, ${count} faults of ${happened.size} kinds`,
        `lost ${lost.length}, doubled ${doubled.length}, sent again by hand ${byHand.length}, lost with a window on a full disk ${risked.length}`,
        `${stopped} waited on the server for Continue`,
        `right again after ${(settled / 1_000).toFixed(1)} s, with the turns of ${backlog} prompts that waited`,
      ].join('\n      '),
    );
    note({
      fault: `Two windows under chaos for ${SECONDS} s`,
      server: kind.name,
      recovered: settled,
      lost: lost.length,
      doubled: doubled.length,
      note: `${promises.due.size} prompts, ${count} faults of ${happened.size} kinds, ${kills} windows killed, ${backlog} turns left at the end`,
    });
    printTable();
    const foreign = [...there.keys()].filter((text) => !promises.written.has(text));
    const none = { lost: [], doubled: [], byHand: [], foreign: [] };
    assert.deepEqual({ lost, doubled, byHand, foreign }, none, `CHAOS_SEED=${SEED}`);
  });
});
