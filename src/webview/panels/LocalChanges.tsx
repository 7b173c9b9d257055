import { host } from '../bridge.js';
import { visible } from '../format.js';
import { t } from '../l10n.js';
import { frame, localChanges } from '../state.js';

/** Offers to send local files that the sandbox does not have; does not block typing or sending. */
export function LocalChanges() {
  const count = localChanges.value;
  const name = frame.value?.sandbox?.name;
  if (count === 0 || name === undefined) return null;
  const answer = (given: 'send' | 'later' | 'never') => () => host.send('localChanges', { answer: given });
  return (
    <div class="local-changes" role="status">
      <span>
        {count === 1
          ? t('1 local file is not in {0}', visible(name))
          : t('{0} local files are not in {1}', count, visible(name))}
      </span>
      <span class="bar-actions">
        <button type="button" class="link" onClick={answer('send')}>
          {t('Send…')}
        </button>
        <button type="button" class="link" onClick={answer('later')}>
          {t('Not Now')}
        </button>
        <button type="button" class="link" title={t('Never show this in this workspace')} onClick={answer('never')}>
          {t('Never')}
        </button>
      </span>
    </div>
  );
}
