import { computed } from '@preact/signals';
import { useState } from 'preact/hooks';
import { wroteTodos } from '../../shared/model/select.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { busy, messageSignal, messageIds, todos } from '../state.js';
import { Checklist } from '../ui/Checklist.js';
import { Icon } from '../ui/icons.js';

/** Whether the to-do list belongs to the running turn; the list of an earlier turn is shown in the conversation. */
const isCurrent = computed(
  () =>
    busy.value &&
    todos.value.length > 0 &&
    wroteTodos(messageIds.value.map((id) => messageSignal(id)?.value).filter((message) => message !== undefined)),
);

/** The agent's to-do list while its turn runs, collapsed to the current entry. */
export function Todos() {
  const [open, setOpen] = useState(false);
  const list = todos.value;
  const left = list.filter((one) => one.status === 'pending' || one.status === 'in_progress');
  if (left.length === 0 || !isCurrent.value) return null;
  const current = list.find((one) => one.status === 'in_progress') ?? left[0];
  return (
    <div class="panel">
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="chevron" />
        <span class="count">{t('{0} of {1} done', list.length - left.length, list.length)}</span>
        <span class="note ellipsis" dir="auto">
          {readable(current?.content ?? '')}
        </span>
      </button>
      {open && <Checklist list={list} />}
    </div>
  );
}
