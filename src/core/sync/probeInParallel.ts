import { linkedAbort } from '../agent/connect.js';
import type { Clock } from '../ports.js';

/**
 * Delays in ms after which an additional probe starts without a response: a starting server may never respond to
 * earlier ones.
 */
const RETRY_DELAYS_MS = [1_000, 2_000, 4_000];
/** Time in ms to wait for the others after the first response; longer if that one took longer. */
const PROBE_GRACE_MS = 250;
/** Limit of rounds while some probes find a dead connection. */
const MAX_ROUNDS = 4;

/**
 * Repeats a request until it gets a response (or a refusal), and then aborts all other calls. Sends `count` calls at
 * once: connections that died silently stay in the pool until a call on them fails. Rounds are repeated until one finds
 * no dead connection, so that later calls only use live ones.
 */
export async function probeInParallel<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  count: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<T> {
  for (let round = 1; ; round++) {
    const { answer, silent } = await all(ask, count, clock, signal);
    if (silent === 0 || round === MAX_ROUNDS) return answer;
  }
}

async function all<T>(
  ask: (signal: AbortSignal) => Promise<T>,
  count: number,
  clock: Clock,
  signal: AbortSignal,
): Promise<{ readonly answer: T; readonly silent: number }> {
  const { own, unlink } = linkedAbort(signal);
  const asked: Promise<unknown>[] = [];
  const cancels: (() => void)[] = [];
  let silent = 0;
  let took = 0;
  const first = new Promise<T>((resolve, reject) => {
    const one = (): void => {
      const began = clock.now();
      silent++;
      const call = ask(own.signal).finally(() => {
        silent--;
        took ||= clock.now() - began;
      });
      asked.push(call.then(resolve, reject));
    };
    for (let index = 0; index < count; index++) one();
    for (const ms of RETRY_DELAYS_MS) cancels.push(clock.after(ms, one));
  });
  try {
    const answer = await first;
    await Promise.race([
      Promise.all(asked),
      new Promise<void>((resolve) => cancels.push(clock.after(Math.max(PROBE_GRACE_MS, took), resolve))),
    ]);
    return { answer, silent };
  } finally {
    for (const cancel of cancels) cancel();
    unlink();
    own.abort();
  }
}
