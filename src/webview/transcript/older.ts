import { effect } from '@preact/signals';
import { host } from '../bridge.js';
import { frame, hasOlder, order } from '../state.js';

/** The session whose earlier messages are being read. */
let reading: string | undefined;

/** Reads the messages before the first one, where there are some; one reading at a time. The host says what went wrong. */
export async function readOlder(): Promise<void> {
  const id = frame.peek()?.sessionId;
  if (id === undefined || id === reading || !hasOlder.peek()) return;
  reading = id;
  try {
    await host.request('older', {});
  } catch {
    // It is asked for again with the next scroll.
  }
  if (reading === id) reading = undefined;
}

/** Reads earlier messages while less than a screen of them stands above what is seen; gives what ends it. */
export function readAhead(log: HTMLElement): () => void {
  const look = (): void => {
    if (log.scrollTop < log.clientHeight) void readOlder();
  };
  log.addEventListener('scroll', look, { passive: true });
  // What fits as a whole cannot be scrolled; and what could not be read is read once the connection is back. The log goes
  // to its end in the frame in which it grew: it is looked at after that.
  const end = effect(() => {
    const can = order.value.length > 0 && frame.value?.connection.phase === 'connected';
    if (can) requestAnimationFrame(() => setTimeout(look));
  });
  return () => {
    log.removeEventListener('scroll', look);
    end();
  };
}
