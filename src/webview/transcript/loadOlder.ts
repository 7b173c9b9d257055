import { effect } from '@preact/signals';
import { host } from '../bridge.js';
import { frame, hasOlder, order } from '../state.js';

/** The session whose earlier messages are being read. */
let reading: string | undefined;

/** Loads the messages before the first one, one page at a time. The host reports errors. */
export async function readOlder(): Promise<void> {
  const id = frame.peek()?.sessionId;
  if (id === undefined || id === reading || !hasOlder.peek()) return;
  reading = id;
  try {
    await host.request('older', {});
  } catch {
    // It is requested again with the next scroll.
  }
  if (reading === id) reading = undefined;
}

/** Reads earlier messages while less than a screen of them stands above what is seen; gives what ends it. */
export function readAhead(log: HTMLElement): () => void {
  const look = (): void => {
    if (log.scrollTop >= log.clientHeight) return;
    const [first] = order.peek();
    // What came may not be enough, and at the very top there is nothing more to scroll.
    void readOlder().then(() => {
      if (order.peek()[0] !== first) soon();
    });
  };
  // The log goes to its end, or keeps its place, in the frame in which it grew: it is looked at after that.
  const soon = (): void => void requestAnimationFrame(() => setTimeout(look));
  log.addEventListener('scroll', look, { passive: true });
  // What fits as a whole cannot be scrolled; and what could not be read is read once the connection is back.
  const end = effect(() => {
    if (order.value.length > 0 && frame.value?.connection.phase === 'connected') soon();
  });
  return () => {
    log.removeEventListener('scroll', look);
    end();
  };
}
