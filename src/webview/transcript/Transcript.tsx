import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { computed, signal } from '@preact/signals';
import { host } from '../bridge.js';
import { t } from '../l10n.js';
import { busy, cell, failure, frame, hasOlder, loaded, order, pending, session, wish } from '../state.js';
import { Icon } from '../ui/icons.js';
import { Empty } from './Empty.js';
import { Failed } from './Failed.js';
import { MessageView } from './Message.js';
import { PendingView } from './Pending.js';

/** Pixels from the end within which the log keeps to it. */
const NEAR = 40;
const away = signal(false);
/** What the end of the conversation was when the reader left it. */
const left = signal('');
const end = computed(() => {
  const id = order.value.at(-1);
  const parts = id === undefined ? [] : (cell(id)?.value.parts ?? []);
  return `${id} ${parts.length} ${pending.value.length}`;
});
let loading = false;

/** Keeps to the end while the reader is there, and never moves otherwise. */
function follow(log: HTMLElement): () => void {
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
    if (log.scrollTop < 200 && hasOlder.peek() && !loading) {
      loading = true;
      host.send('loadOlder', {});
    }
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
function keepPlace(log: HTMLElement): () => void {
  let first = order.peek()[0];
  return order.subscribe((ids) => {
    const prepended = ids[0] !== first && first !== undefined && ids.includes(first);
    first = ids[0];
    loading = false;
    if (prepended && log.scrollTop < 1) log.scrollTop = 1;
  });
}

function jump(log: HTMLElement, to: 'previousPrompt' | 'nextPrompt'): void {
  const prompts = [...log.querySelectorAll<HTMLElement>('article.user')];
  const { top } = log.getBoundingClientRect();
  const below = (one: HTMLElement): number => one.getBoundingClientRect().top - top;
  const target =
    to === 'nextPrompt' ? prompts.find((one) => below(one) > 8) : prompts.findLast((one) => below(one) < -8);
  target?.scrollIntoView({ block: 'start' });
}

const Hidden = () => {
  const from = session.value?.revert?.messageId;
  if (from === undefined) return null;
  return (
    <div class="banner">
      <span>{t('This session was reverted. What came after is hidden until your next prompt removes it.')}</span>
      <button type="button" class="link" onClick={() => host.send('unrevert', {})}>
        {t('Undo the revert')}
      </button>
    </div>
  );
};

const Failure = () => {
  const error = failure.value;
  const last = order.value.at(-1);
  const message = last === undefined ? undefined : cell(last)?.value;
  if (
    error === undefined ||
    error.name === 'MessageAbortedError' ||
    (message?.role === 'assistant' && message.error !== undefined)
  )
    return null;
  return <Failed error={error} />;
};

/** The conversation. */
export function Transcript() {
  const log = useRef<HTMLDivElement>(null);
  const id = frame.value?.sessionId;
  useLayoutEffect(() => {
    const element = log.current;
    if (element === null) return;
    const ends = [follow(element), keepPlace(element)];
    return () => ends.forEach((end) => end());
  }, [id]);
  useEffect(
    () =>
      wish.subscribe((now) => {
        if (log.current === null || now === undefined) return;
        if (now.what === 'bottom') log.current.dispatchEvent(new Event('chat-bottom'));
        if (now.what === 'previousPrompt' || now.what === 'nextPrompt') jump(log.current, now.what);
      }),
    [],
  );
  const reverted = session.value?.revert?.messageId;
  const from = reverted === undefined ? undefined : cell(reverted)?.value.created;
  const ids = from === undefined ? order.value : order.value.filter((one) => (cell(one)?.peek().created ?? 0) < from);
  const own = pending.value.filter((entry) => entry.sessionId === id && cell(entry.messageId) === undefined);
  const empty = ids.length === 0 && own.length === 0;
  const fresh = busy.value || end.value !== left.value;
  return (
    <div class="log-frame">
      <div
        class="log"
        role="log"
        aria-label={t('Conversation')}
        aria-live="polite"
        aria-busy={busy.value}
        tabIndex={0}
        ref={log}
      >
        <div class="log-content">
          {hasOlder.value && <div class="quiet older">{t('Loading earlier messages…')}</div>}
          {empty && (id === undefined || loaded.value ? <Empty /> : <div class="quiet older">{t('Loading…')}</div>)}
          {ids.map((one, i) => (
            <MessageView key={one} id={one} previous={ids[i - 1]} last={i === ids.length - 1} />
          ))}
          <Failure />
          {own.map((entry) => (
            <PendingView key={entry.messageId} entry={entry} />
          ))}
          <Hidden />
        </div>
      </div>
      {away.value && (
        <button
          type="button"
          class="to-end"
          aria-label={fresh ? undefined : t('Go to the end')}
          onClick={() => log.current?.dispatchEvent(new Event('chat-bottom'))}
        >
          <Icon name="down" />
          {fresh && t('New messages')}
        </button>
      )}
    </div>
  );
}
