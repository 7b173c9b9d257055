import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Completion } from '../../shared/chat.js';
import { draft, setDraft } from '../state.js';
import { useCompletions } from './complete.js';
import { attach } from './send.js';
import { triggerAt, type Trigger } from './trigger.js';

/** The completions at the caret of the input, and the selected one. */
interface CompletionMenu {
  readonly items: readonly Completion[];
  readonly at: number;
  /** Call when the text or the caret changed. */
  update(element: HTMLTextAreaElement): void;
  choose(item: Completion): void;
  close(): void;
  /** Handles a key; returns whether the menu used it. */
  handleKey(event: KeyboardEvent): boolean;
}

/** Inserts a completion in place of its trigger. */
function insert(item: Completion, trigger: Trigger, input: HTMLTextAreaElement | null): void {
  const caret = input?.selectionStart ?? draft.value.length;
  if (item.kind === 'command') return setDraft(`/${item.value} ${draft.value.slice(caret)}`);
  // Insert the text immediately, so that typing can continue; the attachment follows.
  const head = `${draft.value.slice(0, trigger.from)}@${item.label} `;
  setDraft(head + draft.value.slice(caret).trimStart());
  requestAnimationFrame(() => {
    input?.focus();
    input?.setSelectionRange(head.length, head.length);
  });
  attach(item);
}

/** Completes `@` and `/` in the input. */
export function useCompletionMenu(input: RefObject<HTMLTextAreaElement | null>): CompletionMenu {
  const [trigger, setTrigger] = useState<Trigger | undefined>(undefined);
  const [at, setAt] = useState(0);
  const items = useCompletions(trigger);
  useEffect(() => setAt(0), [items]);

  const close = (): void => setTrigger(undefined);
  const choose = (item: Completion): void => {
    if (trigger === undefined) return;
    close();
    insert(item, trigger, input.current);
  };
  const handleKey = ({ key }: KeyboardEvent): boolean => {
    if (items.length === 0) return false;
    if (key === 'ArrowDown') setAt((at + 1) % items.length);
    else if (key === 'ArrowUp') setAt((at + items.length - 1) % items.length);
    else if (key === 'Escape') close();
    else if (key === 'Enter' || key === 'Tab') {
      const item = items[at];
      if (item !== undefined) choose(item);
    } else return false;
    return true;
  };
  return {
    items,
    at,
    update: (element) => setTrigger(triggerAt(element.value, element.selectionStart)),
    choose,
    close,
    handleKey,
  };
}
