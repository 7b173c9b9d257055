import { useState } from 'preact/hooks';
import type { FileChange } from '../../shared/model/entities.js';
import { countFiles } from '../../shared/model/select.js';
import { CHANGE_STATES, changeState, type ChangeState } from '../../shared/model/states.js';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { changes, frame } from '../state.js';
import { Icon } from '../ui/icons.js';

/** Status letters, as in the Source Control view. */
const MARK = { added: 'A', modified: 'M', deleted: 'D', renamed: 'R' } as const satisfies Record<ChangeState, string>;
/** Limit of listed files; the review has all of them. */
const LISTED = 200;

const Counts = ({ added, removed }: { added: number; removed: number }) => (
  <>
    <span class="added">+{added}</span>
    <span class="removed">−{removed}</span>
  </>
);

/** A changed file; a click opens it in the diff editor. */
const Row = ({ change }: { change: FileChange }) => {
  const state = changeState(change);
  const word = t(CHANGE_STATES[state].word);
  const cut = change.path.lastIndexOf('/') + 1;
  const path = readable(change.path);
  return (
    <li>
      <button type="button" title={path} onClick={() => host.send('openChange', { path: change.path })}>
        <span class={`mark ${state}`} role="img" aria-label={word} title={word}>
          {MARK[state]}
        </span>
        <span class="name">{readable(change.path.slice(cut))}</span>
        <span class="note ellipsis">
          {change.from === undefined
            ? readable(change.path.slice(0, Math.max(0, cut - 1)))
            : `← ${readable(change.from)}`}
        </span>
        <Counts added={change.additions} removed={change.deletions} />
      </button>
    </li>
  );
};

/** The files that this session changed: a summary line that expands to a list. */
export function Changes() {
  const [open, setOpen] = useState(false);
  const all = changes.value;
  const list = all.filter((one) => one.unlisted === undefined);
  const count = countFiles(all);
  if (count === 0 || frame.value?.capabilities.changes !== true) return null;
  return (
    <div class="panel">
      <div class="changes">
        <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="chevron" />
          <span class="wide">{count === 1 ? t('1 file changed') : t('{0} files changed', count)}</span>
          <span class="narrow">{count === 1 ? t('1 file') : t('{0} files', count)}</span>
        </button>
        <Counts
          added={all.reduce((sum, one) => sum + one.additions, 0)}
          removed={all.reduce((sum, one) => sum + one.deletions, 0)}
        />
        <span class="space" />
        <button type="button" class="link" onClick={() => host.send('reviewChanges', {})}>
          {t('Review')}
        </button>
        <button type="button" class="link" onClick={() => host.send('applyChanges', {})}>
          {t('Apply…')}
        </button>
      </div>
      {open && (
        <ul class="files">
          {list.slice(0, LISTED).map((change) => (
            <Row key={change.path} change={change} />
          ))}
          {count > LISTED && <li class="note">{t('{0} more in the review', count - LISTED)}</li>}
        </ul>
      )}
    </div>
  );
}
