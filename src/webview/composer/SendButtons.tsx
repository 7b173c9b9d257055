import { t } from '../l10n.js';
import { outgoing } from '../outgoing.js';
import { attachments, busy, draft, frame } from '../state.js';
import { IconButton } from '../ui/IconButton.js';
import { sendNowLabel } from './hints.js';
import { send } from './send.js';

const isMac = navigator.platform.startsWith('Mac');

/** The Send button. Shows a spinner until the host has stored the prompt; the next one can already be sent. */
export const SendButton = () => {
  const isEmpty = draft.value.trim() === '' && attachments.value.length === 0;
  return (
    <IconButton
      icon="send"
      label={t('Send')}
      primary
      busy={isEmpty && outgoing.value.length > 0}
      disabled={isEmpty}
      onClick={() => void send()}
    />
  );
};

/** The button that sends a prompt into the running turn. */
export const SendNowButton = () =>
  busy.value && frame.value?.capabilities.steer === true && draft.value.trim() !== '' ? (
    <IconButton
      icon="steer"
      label={sendNowLabel(isMac, frame.value.settings.enterSends)}
      onClick={() => void send('steer')}
    />
  ) : null;
