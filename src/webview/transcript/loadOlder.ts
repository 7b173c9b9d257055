import { effect } from '@preact/signals';
import { host } from '../bridge.js';
import { frame, hasOlder, messageIds } from '../state.js';

/** The session whose earlier messages are being loaded. */
let reading: string | undefined;

/** Loads the messages before the first one, one page at a time. The host reports errors. */
export async function readOlder(): Promise<void> {
  const id = frame.peek()?.sessionId;
  if (id === undefined || id === reading || !hasOlder.peek()) return;
  reading = id;
  try {
    await host.request('older', {});
  } catch {
    // It is requested again on the next scroll.
  }
  if (reading === id) reading = undefined;
}

/** Loads earlier messages while less than one screen of them is above the visible area; returns a function that stops it. */
export function readAhead(log: HTMLElement): () => void {
  const look = (): void => {
    if (log.scrollTop >= log.clientHeight) return;
    const [first] = messageIds.peek();
    // The loaded page may not be enough, and at the very top there are no more scroll events.
    void readOlder().then(() => {
      if (messageIds.peek()[0] !== first) soon();
    });
  };
  // Check after the frame in which the log grew, since it adjusts its scroll position in that frame.
  const soon = (): void => void requestAnimationFrame(() => setTimeout(look));
  log.addEventListener('scroll', look, { passive: true });
  // A log without overflow has no scroll events; and loads that failed are repeated once the connection is back.
  const end = effect(() => {
    if (messageIds.value.length > 0 && frame.value?.connection.phase === 'connected') soon();
  });
  return () => {
    log.removeEventListener('scroll', look);
    end();
  };
}
