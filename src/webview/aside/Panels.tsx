import { useState } from 'preact/hooks';
import { host } from '../bridge.js';
import { visible } from '../format.js';
import { t } from '../l10n.js';
import { changes, frame, todos } from '../state.js';
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

/** The files this session changed, in one line. */
export function Changes() {
  const list = changes.value;
  if (list.length === 0 || frame.value?.capabilities.changes !== true) return null;
  const added = list.reduce((sum, one) => sum + one.additions, 0);
  const removed = list.reduce((sum, one) => sum + one.deletions, 0);
  return (
    <div class="panel changes">
      <span>{list.length === 1 ? t('1 file changed') : t('{0} files changed', list.length)}</span>
      <span class="added">+{added}</span>
      <span class="removed">−{removed}</span>
      <span class="space" />
      <button type="button" class="link" onClick={() => host.send('reviewChanges', {})}>
        {t('Review')}
      </button>
      <button type="button" class="link" onClick={() => host.send('applyChanges', {})}>
        {t('Apply…')}
      </button>
    </div>
  );
}
