import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../l10n.js';
import { wish } from '../state.js';
import { IconButton } from '../ui/IconButton.js';

/** Finds text among what is loaded, by the articles that hold it. */
function hits(words: string): readonly HTMLElement[] {
  const needle = words.toLowerCase();
  if (needle === '') return [];
  return [...document.querySelectorAll<HTMLElement>('article')].filter((one) =>
    (one.textContent ?? '').toLowerCase().includes(needle),
  );
}

/** The find box: Ctrl+F opens it, Enter goes on, Escape closes it. */
export function Find() {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState('');
  const [at, setAt] = useState(0);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const show = (): void => {
      setOpen(true);
      requestAnimationFrame(() => box.current?.select());
    };
    const onKey = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && event.key === 'f') {
        event.preventDefault();
        show();
      }
    };
    window.addEventListener('keydown', onKey);
    const end = wish.subscribe((now) => {
      if (now?.what === 'find') show();
    });
    return () => {
      window.removeEventListener('keydown', onKey);
      end();
    };
  }, []);
  if (!open) return null;
  const found = hits(words);
  const go = (by: number): void => {
    if (found.length === 0) return;
    const next = (at + by + found.length) % found.length;
    setAt(next);
    for (const one of found) one.classList.remove('found');
    found[next]?.classList.add('found');
    found[next]?.scrollIntoView({ block: 'center' });
  };
  const close = (): void => {
    for (const one of found) one.classList.remove('found');
    setOpen(false);
  };
  return (
    <div class="find" role="search">
      <input
        class="text"
        type="text"
        ref={box}
        aria-label={t('Find in conversation')}
        placeholder={t('Find in conversation')}
        value={words}
        onInput={(event) => {
          setWords(event.currentTarget.value);
          setAt(-1);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.isComposing) go(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') close();
        }}
      />
      <span class="note" role="status">
        {words === '' ? '' : t('{0} messages', found.length)}
      </span>
      <IconButton icon="close" label={t('Close')} onClick={close} />
    </div>
  );
}
