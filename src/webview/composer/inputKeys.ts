import type { Delivery } from '../../shared/model/entities.js';
import { frame, setDraft } from '../state.js';
import { history, send } from './send.js';

/**
 * How Enter with these modifiers sends the draft; undefined if it inserts a line break. Ctrl+Enter sends into the
 * running turn.
 */
function sendingKey({ ctrlKey, metaKey, shiftKey }: KeyboardEvent): Delivery | undefined {
  const isCtrl = ctrlKey || metaKey;
  if (frame.peek()?.settings.enterSends === false) return isCtrl ? (shiftKey ? 'steer' : 'queue') : undefined;
  return isCtrl ? 'steer' : shiftKey ? undefined : 'queue';
}

/** Whether an arrow key in this direction leaves the text instead of moving the caret in it. */
const leavesText = ({ value, selectionStart }: HTMLTextAreaElement, isUp: boolean): boolean =>
  selectionStart === (isUp ? 0 : value.length);

/** Replaces the draft by an earlier or later prompt; returns whether there is one. */
function stepThroughHistory(element: HTMLTextAreaElement, isUp: boolean): boolean {
  const found = leavesText(element, isUp) ? history.step(isUp ? -1 : 1, element.value) : undefined;
  if (found !== undefined) setDraft(found);
  return found !== undefined;
}

/** Sends the draft or steps through earlier prompts; returns whether the key was handled. */
export function handleInputKey(event: KeyboardEvent, element: HTMLTextAreaElement): boolean {
  if (event.key === 'Enter' && !event.altKey) {
    const how = sendingKey(event);
    if (how !== undefined) void send(how);
    return how !== undefined;
  }
  const isPlain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
  if (!isPlain || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return false;
  return stepThroughHistory(element, event.key === 'ArrowUp');
}
