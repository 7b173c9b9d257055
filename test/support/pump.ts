// Transfers bytes between both sides of the proxy with faults: late, slowly, not at all, or cut short.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';

/** How to end a connection: cleanly (FIN) or with a reset (RST). */
export type End = 'fin' | 'rst';

/** Where to end the next stream of bytes. */
export interface Cut {
  /** After this many bytes of the body. */
  readonly bytes?: number;
  /** After the first byte of the first occurrence of this text. */
  readonly inside?: string;
  /** `clean`: as if the response were complete. */
  readonly end?: End | 'clean';
  /** Called after the cut. */
  readonly done?: () => void;
}

/** Faults of a stream of bytes. */
export interface Suffering {
  /** Settles when the connection may pass bytes. */
  readonly passable: () => Promise<void>;
  /** Delay of each chunk in ms; order and pace are kept. */
  readonly delay: () => number;
  /** Bytes per second; 0 means no limit. */
  readonly limit: () => number;
  /** Swaps every second chunk with the one before it. */
  readonly swap?: () => boolean;
  /** Returns where the stream ends; called with each chunk until it returns a place. */
  readonly cut: () => Cut | undefined;
}

/** Ends a connection. */
export function endSocket(socket: Socket, how: End): void {
  if (how === 'rst') socket.resetAndDestroy();
  else socket.destroySoon();
}

async function write(sink: Writable, chunk: Uint8Array): Promise<void> {
  if (sink.destroyed || sink.writableEnded || sink.write(chunk)) return;
  const settled = new AbortController();
  const { signal } = settled;
  await Promise.race([once(sink, 'drain', { signal }), once(sink, 'close', { signal })]).catch(() => undefined);
  settled.abort();
}

/** Writes a piece no faster than `limit` allows. */
async function writeSlowly(sink: Writable, chunk: Uint8Array, limit: number): Promise<void> {
  if (limit <= 0) return write(sink, chunk);
  const size = Math.max(1, Math.floor(limit / 20));
  for (let at = 0; at < chunk.length && !sink.destroyed; at += size) {
    const part = chunk.subarray(at, at + size);
    await write(sink, part);
    await sleep((part.length / limit) * 1000);
  }
}

/** Position in `chunk` at which the stream ends; called with each chunk in turn. */
function cutter(
  find: () => Cut | undefined,
): (chunk: Buffer) => { readonly at: number; readonly cut: Cut } | undefined {
  let cut: Cut | undefined;
  let passed = 0;
  let before = Buffer.alloc(0);
  return (chunk) => {
    cut ??= find();
    if (!cut) return undefined;
    const { bytes, inside } = cut;
    const start = passed;
    passed += chunk.length;
    if (bytes !== undefined && passed >= bytes) return { at: bytes - start, cut };
    if (inside === undefined) return undefined;
    const joined = Buffer.concat([before, chunk]);
    const found = joined.indexOf(inside);
    if (found >= 0) return { at: Math.max(0, found + 1 - before.length), cut };
    before = joined.subarray(Math.max(0, joined.length - Buffer.byteLength(inside) + 1));
    return undefined;
  };
}

/** How a stream ended: cleanly, broken by its source, or cut by the proxy. */
export type Outcome = 'end' | 'broken' | { readonly cut: End | 'clean' };

/** Transfers everything from `source` to `sink`; ends neither. */
export function pump(source: Readable, sink: Writable, suffering: Suffering): Promise<Outcome> {
  return new Promise((resolve) => {
    const cutAt = cutter(suffering.cut);
    let tail: Promise<unknown> = Promise.resolve();
    let waiting = 0;
    let isCut = false;
    let early: Buffer | undefined;
    const forward = async (next: Buffer, due: number): Promise<void> => {
      if (isCut) return;
      const late = due - Date.now();
      if (late > 0) await sleep(late);
      await suffering.passable();
      let chunk = next;
      if (early !== undefined) {
        chunk = Buffer.concat([next, early]);
        early = undefined;
      } else if (suffering.swap?.() === true) {
        early = next;
        waiting--;
        return;
      }
      const end = cutAt(chunk);
      await writeSlowly(sink, end ? chunk.subarray(0, end.at) : chunk, suffering.limit());
      if (end) {
        isCut = true;
        resolve({ cut: end.cut.end ?? 'fin' });
        end.cut.done?.();
      }
      // Bounds the buffer: a frozen or slow reader must slow down the writer, as without the proxy.
      if (--waiting < 64) source.resume();
    };
    source.on('data', (chunk: Buffer) => {
      if (++waiting >= 64) source.pause();
      const due = Date.now() + suffering.delay();
      tail = tail.then(() => forward(chunk, due));
    });
    const finish = (outcome: Outcome) => (): void =>
      void tail
        .then(() => suffering.passable())
        .then(() => early && write(sink, early))
        .then(() => resolve(outcome));
    source.once('end', finish('end'));
    source.once('error', finish('broken'));
    source.once('close', finish('broken'));
  });
}
