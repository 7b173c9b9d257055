import { useEffect, useState } from 'preact/hooks';
import type { Completion } from '../../shared/chat.js';
import { host } from '../bridge.js';

/** A word being written that can be completed, and where it begins. */
export interface Trigger {
  readonly trigger: '@' | '/';
  readonly text: string;
  readonly from: number;
}

/** `@word` anywhere, `/word` at the very beginning, with the caret at its end. */
export function triggerAt(text: string, caret: number): Trigger | undefined {
  const before = text.slice(0, caret);
  const command = /^\/([\w.:-]*)$/.exec(before);
  if (command !== null) return { trigger: '/', text: command[1] ?? '', from: 0 };
  const mention = /(?:^|\s)@([^\s@]{0,200})$/.exec(before);
  return mention === null
    ? undefined
    : { trigger: '@', text: mention[1] ?? '', from: caret - (mention[1] ?? '').length - 1 };
}

/** Asks the host for completions; an answer to an older question is dropped. */
export function useCompletions(trigger: Trigger | undefined): readonly Completion[] {
  const [items, setItems] = useState<readonly Completion[]>([]);
  useEffect(() => {
    if (trigger === undefined) return setItems([]);
    let current = true;
    host.request('complete', { trigger: trigger.trigger, text: trigger.text }).then(
      (answer) => current && setItems(answer.items),
      () => current && setItems([]),
    );
    return () => {
      current = false;
    };
  }, [trigger?.trigger, trigger?.text]);
  return items;
}
