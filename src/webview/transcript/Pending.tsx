import type { PendingPrompt } from '../../shared/model/pending.js';
import { host } from '../bridge.js';
import { visible } from '../format.js';
import { t } from '../l10n.js';
import { draft, setDraft } from '../state.js';

const STATE = {
  queued: 'Queued',
  sending: 'Sending…',
  unknown: 'Checking whether it arrived…',
  failed: 'Not sent',
} as const;

/** A prompt on its way, as it will look, with where it stands. */
export const PendingView = ({ entry }: { entry: PendingPrompt }) => {
  const back = (): void => {
    host.send('discardPending', { id: entry.messageId });
    const text = entry.command === undefined ? entry.text : `/${entry.command} ${entry.text}`;
    setDraft(draft.value === '' ? text : `${draft.value}\n${text}`);
  };
  return (
    <article class="message user pending" aria-label={t('You')}>
      <div class="bubble">
        <div class="words">{visible(entry.command === undefined ? entry.text : `/${entry.command} ${entry.text}`)}</div>
      </div>
      <div class="pending-line">
        <span class={entry.state === 'failed' ? 'failed' : ''}>
          {t(STATE[entry.state])}
          {entry.reason === undefined ? '' : `: ${t(entry.reason)}`}
        </span>
        {entry.state === 'failed' && (
          <button type="button" class="link" onClick={() => host.send('retryPending', { id: entry.messageId })}>
            {t('Retry')}
          </button>
        )}
        {(entry.state === 'failed' || entry.state === 'queued') && (
          <button type="button" class="link" onClick={back}>
            {t('Take back')}
          </button>
        )}
      </div>
    </article>
  );
};
