import type { ComponentChildren } from 'preact';
import type { TurnError } from '../../shared/model/entities.js';
import type { MessageId } from '../../shared/model/ids.js';
import { userText } from '../../shared/model/select.js';
import { host } from '../bridge.js';
import { beginningOf } from '../../shared/text/cut.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { Link } from '../markdown/nodes.js';
import { busy, messageSignal, frame, goToEnd, messageIds } from '../state.js';
import { Icon } from '../ui/icons.js';
import { adviceFor } from './advice.js';

const LABEL = { compact: 'Compact', pickModel: 'Choose Model…' } as const;

/** Plain text whose web addresses can be opened. */
const Linked = ({ text }: { text: string }) => (
  <>
    {text.split(/(https?:\/\/[^\s<>"')\]]+)/).map((piece, i) =>
      i % 2 === 1 ? (
        <Link key={i} href={piece} title="">
          {readable(piece)}
        </Link>
      ) : (
        readable(piece)
      ),
    )}
  </>
);

/** The last prompt of the session, if it can be resent; a message that the server wrote on the user's behalf cannot. */
function lastPrompt(): MessageId | undefined {
  const id = messageIds.value.findLast((one) => messageSignal(one)?.value.role === 'user');
  const message = id === undefined ? undefined : messageSignal(id)?.value;
  if (message?.role !== 'user') return undefined;
  const { words, contexts } = userText(message);
  const hasMore = contexts.length > 0 || message.parts.some((part) => part.type === 'file' || part.type === 'agent');
  return words !== '' || hasMore ? message.id : undefined;
}

const TryAgain = ({ prompt }: { prompt: MessageId }) => (
  <button
    type="button"
    class="link"
    onClick={() => {
      host.send('resend', { messageId: prompt });
      goToEnd();
    }}
  >
    {t('Try Again')}
  </button>
);

interface FailedProps {
  readonly error: TurnError;
  /** The prompt of the failed turn, if known. */
  readonly prompt?: MessageId | undefined;
  /** Whether a summary failed, for which no prompt was sent. */
  readonly isSummary?: boolean;
  readonly children?: ComponentChildren;
}

/** The reason why a turn, a summary or a session failed, with advice. */
export function Failed({ error, prompt, isSummary = false, children }: FailedProps) {
  const advice = adviceFor(error);
  const can = frame.value?.capabilities;
  const act = advice?.act ?? (isSummary ? 'compact' : undefined);
  const offered = act === 'compact' ? can?.compact === true : act === 'pickModel' && can?.modelPerPrompt === true;
  const last = busy.value || isSummary ? undefined : lastPrompt();
  const what = isSummary ? t('The conversation could not be summarized') : t('The turn failed');
  const again = prompt === undefined || prompt === last ? last : undefined;
  return (
    <div class="failure" role="note">
      <Icon name="error" />
      <div class="failure-text">
        <strong>{advice === undefined ? what : t(advice.words)}</strong>
        <span class="quiet" dir="auto">
          <Linked text={beginningOf(error.message, 2000)} />
        </span>
        {(again !== undefined || offered) && (
          <div class="tool-links">
            {again !== undefined && <TryAgain prompt={again} />}
            {act !== undefined && offered && (
              <button type="button" class="link" onClick={() => host.send(act, {})}>
                {t(LABEL[act])}
              </button>
            )}
          </div>
        )}
        {children}
      </div>
    </div>
  );
}
