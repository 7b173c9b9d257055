import type { PendingPrompt } from '../../shared/model/pending.js';
import { writtenText } from '../../shared/model/slashCommand.js';
import { PROMPT_STATES, promptState } from '../../shared/model/states.js';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { draft, frame, setDraft } from '../state.js';
import { StateIcon } from '../ui/StateIcon.js';

/** A pending prompt as a message, with its state. */
export const PendingView = ({ entry }: { entry: PendingPrompt }) => {
  const state = promptState(entry, frame.value?.connection.phase ?? 'connected');
  const look = PROMPT_STATES[state];
  const back = (): void => {
    host.send('discardPending', { id: entry.messageId });
    const text = writtenText(entry);
    setDraft(draft.value === '' ? text : `${draft.value}\n${text}`);
  };
  return (
    <article class="message user pending" aria-label={t('You')}>
      <div class="bubble">
        <div class="words" dir="auto">
          {readable(writtenText(entry))}
        </div>
      </div>
      <div class="pending-line">
        <span class="pending-state">
          <StateIcon look={look} labeled />
          <span class={state === 'failed' ? 'failed' : ''}>
            {t(look.word, readable(frame.value?.sandbox?.name ?? ''))}
            {entry.reason === undefined ? '' : `: ${t(entry.reason)}`}
          </span>
        </span>
        {entry.state === 'failed' && (
          <button type="button" class="link" onClick={() => host.send('retryPending', { id: entry.messageId })}>
            {entry.formerSession === undefined ? t('Retry') : t('Send in New Session')}
          </button>
        )}
        {(entry.state === 'failed' || entry.state === 'queued') && (
          <button type="button" class="link" onClick={back}>
            {t('Remove from queue')}
          </button>
        )}
      </div>
    </article>
  );
};

/** A prompt that the host has not stored yet; shown in the frame in which it was sent. */
export const OutgoingView = ({ text }: { text: string }) => (
  <article class="message user pending" aria-label={t('You')}>
    <div class="bubble">
      <div class="words" dir="auto">
        {readable(text)}
      </div>
    </div>
    <div class="pending-line">{t('Sending…')}</div>
  </article>
);
