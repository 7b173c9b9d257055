import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Delivery } from '../../shared/model/entities.js';
import type { Completion } from '../../shared/chat.js';
import { shellLineIn } from '../../shared/model/slashCommand.js';
import { host } from '../bridge.js';
import { t } from '../l10n.js';
import { attachments, busy, draft, frame, setDraft, viewCommand } from '../state.js';
import { outgoing } from '../outgoing.js';
import { IconButton } from '../ui/IconButton.js';
import { Chips } from './Chips.js';
import { Completions } from './Completions.js';
import { Pickers } from './Pickers.js';
import { useCompletions } from './complete.js';
import { placeholderFor, sendNowLabel } from './hints.js';
import { waiting } from '../waiting.js';
import { attach, history, send, take } from './send.js';
import { triggerAt, type Trigger } from './trigger.js';

const isMac = navigator.platform.startsWith('Mac');

/** Spins until the host has stored the prompt; the next one can already be sent. */
const SendButton = () => {
  const isEmpty = draft.value.trim() === '' && attachments.value.length === 0;
  return (
    <IconButton
      icon="send"
      label={t('Send')}
      primary
      busy={isEmpty && outgoing.value.length > 0}
      disabled={isEmpty}
      onClick={() => void send()}
    />
  );
};

/** Sends a prompt into the running turn. */
const SendNowButton = () =>
  busy.value && frame.value?.capabilities.steer === true && draft.value.trim() !== '' ? (
    <IconButton
      icon="steer"
      label={sendNowLabel(isMac, frame.value.settings.enterSends)}
      onClick={() => void send('steer')}
    />
  ) : null;

/** What is written goes into the running turn; where nothing is written, the first prompt that waits for its end. */
function sendNow(): void {
  if (draft.peek().trim() !== '') return void send('steer');
  const id = waiting.peek().find(({ delivery }) => delivery === 'queue')?.id;
  if (id !== undefined && busy.peek()) host.send('sendNow', { id });
}

/** The prompt that was queued last goes back into the input. */
function editWaiting(): void {
  const id = waiting.peek().at(-1)?.id;
  if (id !== undefined) host.send('editWaiting', { id });
}

/** Says that this line is not a prompt, before it is sent. */
const ShellHint = () => {
  const shell = frame.value?.capabilities.shell;
  if (shell === undefined || shellLineIn(draft.value) === undefined || attachments.value.length > 0) return null;
  return (
    <div class="shell-hint" role="status">
      {shell === 'session'
        ? t('Enter runs this in the shell of the sandbox. The agent sees the command and its output.')
        : t('Enter runs this in a terminal of the sandbox. You can attach its output to your next prompt.')}
    </div>
  );
};

/** What Enter with these keys does to what is written; undefined: it breaks the line. Ctrl+Enter is for the turn that runs. */
function sendingKey({ ctrlKey, metaKey, shiftKey }: KeyboardEvent): Delivery | undefined {
  const isCtrl = ctrlKey || metaKey;
  if (frame.peek()?.settings.enterSends === false) return isCtrl ? (shiftKey ? 'steer' : 'queue') : undefined;
  return isCtrl ? 'steer' : shiftKey ? undefined : 'queue';
}

/** The input with its controls. */
export function Composer() {
  const box = useRef<HTMLTextAreaElement>(null);
  const [trigger, setTrigger] = useState<Trigger | undefined>(undefined);
  const [at, setAt] = useState(0);
  const items = useCompletions(trigger);
  const text = draft.value;
  const grow = (): void => {
    const element = box.current;
    if (element === null) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(element.scrollHeight, 240)}px`;
  };
  useLayoutEffect(grow, [text]);
  useEffect(() => setAt(0), [items]);
  useEffect(
    () =>
      viewCommand.subscribe((now) => {
        if (now?.what === 'focus') box.current?.focus();
        if (now?.what === 'submit') void send();
        if (now?.what === 'sendNow') sendNow();
        if (now?.what === 'editWaiting') editWaiting();
      }),
    [],
  );
  const look = (element: HTMLTextAreaElement): void => setTrigger(triggerAt(element.value, element.selectionStart));

  const choose = (item: Completion): void => {
    if (trigger === undefined) return;
    const caret = box.current?.selectionStart ?? draft.value.length;
    setTrigger(undefined);
    if (item.kind === 'command') return setDraft(`/${item.value} ${draft.value.slice(caret)}`);
    // Insert the text at once, so that typing can continue; the attachment follows.
    const head = `${draft.value.slice(0, trigger.from)}@${item.label} `;
    setDraft(head + draft.value.slice(caret).trimStart());
    requestAnimationFrame(() => {
      box.current?.focus();
      box.current?.setSelectionRange(head.length, head.length);
    });
    attach(item);
  };

  const inList = (event: KeyboardEvent): boolean => {
    if (items.length === 0) return false;
    if (event.key === 'ArrowDown') setAt((at + 1) % items.length);
    else if (event.key === 'ArrowUp') setAt((at + items.length - 1) % items.length);
    else if (event.key === 'Escape') setTrigger(undefined);
    else if (event.key === 'Enter' || event.key === 'Tab') {
      const item = items[at];
      if (item !== undefined) choose(item);
    } else return false;
    return true;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes, it handles Enter.
    if (event.isComposing || event.keyCode === 229) return;
    if (inList(event)) return event.preventDefault();
    const element = event.currentTarget as HTMLTextAreaElement;
    const plain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    if (event.key === 'Enter' && !event.altKey) {
      const how = sendingKey(event);
      if (how === undefined) return;
      event.preventDefault();
      void send(how);
    } else if (plain && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      const up = event.key === 'ArrowUp';
      if (
        up
          ? element.selectionEnd > 0 && element.value !== '' && element.selectionStart > 0
          : element.selectionStart < element.value.length
      )
        return;
      const found = history.step(up ? -1 : 1, element.value);
      if (found === undefined) return;
      event.preventDefault();
      setDraft(found);
    }
  };

  const files = (event: Event, list: FileList | undefined | null): void => {
    if (list === undefined || list === null || list.length === 0) return;
    event.preventDefault();
    void take([...list]);
  };

  return (
    <div
      class="composer"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => files(event, event.dataTransfer?.files)}
    >
      {items.length > 0 && <Completions items={items} at={at} choose={(item) => choose(item)} />}
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
          look(event.currentTarget);
        }}
        onClick={(event) => look(event.currentTarget)}
        onFocus={(event) => look(event.currentTarget)}
        onBlur={() => setTrigger(undefined)}
        onKeyDown={onKeyDown}
        onPaste={(event) => files(event, event.clipboardData?.files)}
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
