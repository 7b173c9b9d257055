import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../l10n.js';
import { hasOlder, viewCommand } from '../state.js';
import { IconButton } from '../ui/IconButton.js';
import { readOlder } from './loadOlder.js';

/** Finds the loaded messages that contain the text. */
function hits(words: string): readonly HTMLElement[] {
  const needle = words.toLowerCase();
  if (needle === '') return [];
  return [...document.querySelectorAll<HTMLElement>('article')].filter((one) =>
    (one.textContent ?? '').toLowerCase().includes(needle),
  );
}

const mark = (all: readonly HTMLElement[], chosen?: HTMLElement): void => {
  for (const one of all) one.classList.toggle('found', one === chosen);
};

function counted(words: string, found: number, at: number): string {
  if (words === '') return '';
  if (found === 0) return t('No results');
  if (at >= 0) return t('{0} of {1}', at + 1, found);
  return found === 1 ? t('1 message') : t('{0} messages', found);
}

/** The find widget: the find command opens it, Enter and Shift+Enter go to the next and previous match, Escape closes it. */
export function Find() {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(-1);
  const box = useRef<HTMLInputElement>(null);
  useEffect(
    () =>
      viewCommand.subscribe((now) => {
        if (now?.what !== 'find') return;
        setOpen(true);
        requestAnimationFrame(() => box.current?.select());
      }),
    [],
  );
  if (!open) return null;
  const found = hits(words);
  const go = (by: number): void => {
    if (found.length === 0) return;
    // Start with the newest match.
    const next = at < 0 ? found.length - 1 : (at + by + found.length) % found.length;
    setAt(next);
    mark(found, found[next]);
    found[next]?.scrollIntoView({ block: 'center' });
  };
  const close = (): void => {
    mark(found);
    setOpen(false);
    setAt(-1);
  };
  return (
    <div class="find" role="search">
      <input
        class="text"
        type="text"
        dir="auto"
        ref={box}
        aria-label={t('Find in conversation')}
        placeholder={t('Find in conversation')}
        value={words}
        onInput={(event) => {
          mark(found);
          setWords(event.currentTarget.value);
          setAt(-1);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing) go(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') close();
        }}
      />
      <span class="note" role="status">
        {counted(words, found.length, at)}
      </span>
      {hasOlder.value && words !== '' && (
        <button
          type="button"
          class="link"
          title={t('Earlier messages are not loaded yet')}
          onClick={() => void readOlder()}
        >
          {t('Search earlier messages')}
        </button>
      )}
      <IconButton icon="close" label={t('Close')} onClick={close} />
    </div>
  );
}
