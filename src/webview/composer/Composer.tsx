import { useLayoutEffect, useRef } from 'preact/hooks';
import { host } from '../bridge.js';
import { t } from '../l10n.js';
import { busy, draft, frame, setDraft } from '../state.js';
import { IconButton } from '../ui/IconButton.js';
import { Chips } from './Chips.js';
import { useCompletionMenu } from './completionMenu.js';
import { Completions } from './Completions.js';
import { placeholderFor } from './hints.js';
import { useInputCommands } from './inputCommands.js';
import { handleInputKey } from './inputKeys.js';
import { Pickers } from './Pickers.js';
import { history, attachFiles } from './send.js';
import { SendButton, SendNowButton } from './SendButtons.js';
import { ShellHint } from './ShellHint.js';

/** Maximum height of the input in pixels; longer text scrolls. */
const MAX_HEIGHT = 240;

/** Attaches files that were dropped or pasted. */
function handleFiles(event: Event, list: FileList | undefined | null): void {
  if (list === undefined || list === null || list.length === 0) return;
  event.preventDefault();
  void attachFiles([...list]);
}

/** The input with its controls. */
export function Composer() {
  const box = useRef<HTMLTextAreaElement>(null);
  const menu = useCompletionMenu(box);
  const { items, at } = menu;
  const text = draft.value;
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, MAX_HEIGHT)}px`;
  }, [text]);
  useInputCommands(box);

  const onKeyDown = (event: KeyboardEvent & { readonly currentTarget: HTMLTextAreaElement }): void => {
    // An input method handles Enter during composition.
    if (event.isComposing || event.keyCode === 229) return;
    if (menu.handleKey(event) || handleInputKey(event, event.currentTarget)) event.preventDefault();
  };

  return (
    <div
      class="composer"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => handleFiles(event, event.dataTransfer?.files)}
    >
      {items.length > 0 && <Completions items={items} at={at} choose={menu.choose} />}
      <Chips />
      <ShellHint />
      <textarea
        ref={box}
        rows={1}
        dir="auto"
        aria-label={t('Message')}
        placeholder={placeholderFor(busy.value, frame.value?.capabilities.commands === true)}
        value={text}
        aria-autocomplete="list"
        aria-controls={items.length > 0 ? 'completions' : undefined}
        aria-activedescendant={items.length > 0 ? `completion-${at}` : undefined}
        onInput={(event) => {
          setDraft(event.currentTarget.value);
          history.reset();
          menu.update(event.currentTarget);
        }}
        onClick={(event) => menu.update(event.currentTarget)}
        onFocus={(event) => menu.update(event.currentTarget)}
        onBlur={menu.close}
        onKeyDown={onKeyDown}
        onPaste={(event) => handleFiles(event, event.clipboardData?.files)}
      />
      <div class="composer-bar">
        <IconButton icon="attach" label={t('Attach')} onClick={() => host.send('pickAttachment', {})} />
        <Pickers />
        <span class="space" />
        <SendNowButton />
        {busy.value && <IconButton icon="stop" label={t('Stop')} onClick={() => host.send('stop', {})} />}
        <SendButton />
      </div>
    </div>
  );
}
