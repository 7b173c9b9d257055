import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { busy, frame } from '../state.js';
import { Icon } from '../ui/icons.js';
import { IconButton } from '../ui/IconButton.js';
import { isParked, waiting, type WaitingPrompt } from '../waiting.js';

/** Formats the names of attachments. */
const withNames = (names: readonly string[]): string =>
  names.length === 1 ? readable(names[0] ?? '') : t('{0} attachments', names.length);

const Row = ({ prompt }: { prompt: WaitingPrompt }) => {
  const { id, text, attachments, delivery } = prompt;
  const steers = delivery === 'steer';
  const when = steers ? t('The agent sees it after this step') : t('The agent sees it after this turn');
  const name = `waiting-${id ?? 'new'}`;
  return (
    <li>
      <span class="state" role="img" aria-label={when} title={when}>
        <Icon name={steers ? 'steer' : 'history'} />
      </span>
      <span class="words" dir="auto" id={name} title={readable(text)}>
        {readable(text) || withNames(attachments)}
      </span>
      {text !== '' && attachments.length > 0 && (
        <span class="note along" title={attachments.map(readable).join('\n')}>
          {withNames(attachments)}
        </span>
      )}
      {id !== undefined && (
        <span class="row-actions" role="group" aria-labelledby={name}>
          {busy.value && !steers && frame.value?.capabilities.steer === true && (
            <IconButton icon="steer" label={t('Send now')} onClick={() => host.send('sendNow', { id })} />
          )}
          <IconButton icon="edit" label={t('Edit')} onClick={() => host.send('editWaiting', { id })} />
          <IconButton icon="close" label={t('Remove')} onClick={() => host.send('removeWaiting', { id })} />
        </span>
      )}
    </li>
  );
};

/** Prompts that wait for the agent, each with buttons to send it now, edit it or remove it. */
export function Waiting() {
  const list = waiting.value;
  if (list.length === 0) return null;
  return (
    <div class="panel waiting">
      {isParked.value && (
        <div class="parked" role="status">
          <span>{list.length === 1 ? t('1 prompt is waiting.') : t('{0} prompts are waiting.', list.length)}</span>
          <button type="button" class="link" onClick={() => host.send('continueQueue', {})}>
            {t('Continue')}
          </button>
        </div>
      )}
      <ul aria-label={t('Waiting prompts')}>
        {list.map((prompt, at) => (
          <Row key={prompt.id ?? at} prompt={prompt} />
        ))}
      </ul>
    </div>
  );
}
