import { useEffect, useState } from 'preact/hooks';
import type { Completion } from '../../shared/chat.js';
import { host } from '../bridge.js';
import type { Trigger } from './trigger.js';

/** Requests completions from the host; the response to an older request is dropped. */
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
