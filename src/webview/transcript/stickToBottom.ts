import { computed, signal } from '@preact/signals';
import { messageSignal, order, pending } from '../state.js';

/** Pixels from the end within which the log keeps to it. */
const NEAR = 40;
export const away = signal(false);
/** What the end of the conversation was when the reader left it. */
export const left = signal('');
export const end = computed(() => {
  const id = order.value.at(-1);
  const parts = id === undefined ? [] : (messageSignal(id)?.value.parts ?? []);
  return `${id} ${parts.length} ${pending.value.length}`;
});

/** Keeps to the end while the reader is there, and never moves otherwise. */
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
    // Growth moves the end away but never the view upwards: who goes up leaves.
    if (log.scrollHeight - log.scrollTop - log.clientHeight <= NEAR) stuck = true;
    else if (log.scrollTop < lastTop) stuck = false;
    lastTop = log.scrollTop;
    if (!stuck && !away.peek()) left.value = end.peek();
    away.value = !stuck;
  };
  const grown = new ResizeObserver(() => {
    // What fits as a whole has no end to leave, and sends no scroll events.
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

/** Older messages go in above without moving what is read: browsers hold their place, but not at the very top. */
export function keepPlace(log: HTMLElement): () => void {
  let first = order.peek()[0];
  return order.subscribe((ids) => {
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
