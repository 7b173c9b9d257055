import { computed, signal } from '@preact/signals';
import { messageSignal, messageIds, pending } from '../state.js';

/** Distance from the end, in pixels, within which the log sticks to it. */
const NEAR = 40;
export const away = signal(false);
/** The end of the conversation at the time the user scrolled away from it. */
export const left = signal('');
export const end = computed(() => {
  const id = messageIds.value.at(-1);
  const parts = id === undefined ? [] : (messageSignal(id)?.value.parts ?? []);
  return `${id} ${parts.length} ${pending.value.length}`;
});

/** Keeps the log at its end while the user is there, and never scrolls otherwise. */
export function follow(log: HTMLElement): () => void {
  let stuck = true;
  let lastTop = log.scrollTop;
  const toEnd = (): void => void (log.scrollTop = log.scrollHeight);
  const stick = (): void => {
    stuck = true;
    away.value = false;
    toEnd();
  };
  const onScroll = (): void => {
    // Growth moves the end but never scrolls up, so scrolling up means that the user left the end.
    if (log.scrollHeight - log.scrollTop - log.clientHeight <= NEAR) stuck = true;
    else if (log.scrollTop < lastTop) stuck = false;
    lastTop = log.scrollTop;
    if (!stuck && !away.peek()) left.value = end.peek();
    away.value = !stuck;
  };
  const grown = new ResizeObserver(() => {
    // A log without overflow has no scroll events and is always at its end.
    if (log.scrollHeight <= log.clientHeight) stick();
    else if (stuck) toEnd();
    else onScroll();
  });
  const content = log.firstElementChild;
  if (content !== null) grown.observe(content);
  grown.observe(log);
  log.addEventListener('scroll', onScroll, { passive: true });
  log.addEventListener('chat-bottom', stick);
  stick();
  return () => {
    grown.disconnect();
    log.removeEventListener('scroll', onScroll);
    log.removeEventListener('chat-bottom', stick);
  };
}

/** Keeps the visible messages in place when older ones are inserted above: browsers do so except at the very top. */
export function keepPlace(log: HTMLElement): () => void {
  let first = messageIds.peek()[0];
  return messageIds.subscribe((ids) => {
    const prepended = ids[0] !== first && first !== undefined && ids.includes(first);
    first = ids[0];
    if (prepended && log.scrollTop < 1) log.scrollTop = 1;
  });
}

export function jump(log: HTMLElement, to: 'previousPrompt' | 'nextPrompt'): void {
  const prompts = [...log.querySelectorAll<HTMLElement>('article.user')];
  const { top } = log.getBoundingClientRect();
  const below = (one: HTMLElement): number => one.getBoundingClientRect().top - top;
  const target =
    to === 'nextPrompt' ? prompts.find((one) => below(one) > 8) : prompts.findLast((one) => below(one) < -8);
  target?.scrollIntoView({ block: 'start' });
}
