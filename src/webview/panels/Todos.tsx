import { useState } from 'preact/hooks';
import { visible } from '../format.js';
import { t } from '../l10n.js';
import { todos } from '../state.js';
import { Checklist } from '../ui/Checklist.js';
import { Icon } from '../ui/icons.js';

/** The agent's own list, folded to what it is at. */
export function Todos() {
  const [open, setOpen] = useState(false);
  const list = todos.value;
  const left = list.filter((one) => one.status === 'pending' || one.status === 'in_progress');
  if (left.length === 0) return null;
  const current = list.find((one) => one.status === 'in_progress') ?? left[0];
  return (
    <div class="panel">
      <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="chevron" />
        {t('{0} of {1} done', list.length - left.length, list.length)}
        <span class="note ellipsis">{visible(current?.content ?? '')}</span>
      </button>
      {open && <Checklist list={list} />}
    </div>
  );
}
