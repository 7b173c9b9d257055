import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { isDraftSession } from '../../shared/model/ids.js';
import { isStop } from '../../shared/model/states.js';
import { host } from '../bridge.js';
import { t } from '../l10n.js';
import { busy, messageSignal, failure, frame, hasOlder, loaded, messageIds, session, viewCommand } from '../state.js';
import { sending, unstored } from '../waiting.js';
import { Icon } from '../ui/icons.js';
import { Empty } from './Empty.js';
import { Failed } from './Failed.js';
import { away, end, follow, jump, keepPlace, left } from './stickToBottom.js';
import { MessageView } from './Message.js';
import { readAhead } from './loadOlder.js';
import { OutgoingView, PendingView } from './Pending.js';

const Hidden = () => {
  const from = session.value?.revert?.messageId;
  if (from === undefined) return null;
  return (
    <div class="banner">
      <span>{t('This session was reverted. Later messages are hidden until your next prompt removes them.')}</span>
      <button type="button" class="link" onClick={() => host.send('unrevert', {})}>
        {t('Undo the revert')}
      </button>
    </div>
  );
};

const Failure = () => {
  const error = failure.value;
  const last = messageIds.value.at(-1);
  const message = last === undefined ? undefined : messageSignal(last)?.value;
  if (error === undefined || isStop(error) || (message?.role === 'assistant' && message.error !== undefined))
    return null;
  return <Failed error={error} />;
};

/** The conversation. */
export function Transcript() {
  const log = useRef<HTMLDivElement>(null);
  const id = frame.value?.sessionId;
  useLayoutEffect(() => {
    const element = log.current;
    if (element === null) return;
    const ends = [follow(element), keepPlace(element), readAhead(element)];
    return () => ends.forEach((end) => end());
  }, [id]);
  useEffect(
    () =>
      viewCommand.subscribe((now) => {
        if (log.current === null || now === undefined) return;
        if (now.what === 'bottom') log.current.dispatchEvent(new Event('chat-bottom'));
        if (now.what === 'previousPrompt' || now.what === 'nextPrompt') jump(log.current, now.what);
      }),
    [],
  );
  const reverted = session.value?.revert?.messageId;
  const from = reverted === undefined ? undefined : messageSignal(reverted)?.value.created;
  const ids =
    from === undefined
      ? messageIds.value
      : messageIds.value.filter((one) => (messageSignal(one)?.peek().created ?? 0) < from);
  const own = sending.value;
  const sent = busy.value ? [] : unstored.value;
  const empty = ids.length === 0 && own.length === 0 && sent.length === 0;
  const isNew = id === undefined || isDraftSession(id);
  const fresh = busy.value || end.value !== left.value;
  return (
    <div class="log-frame">
      <div
        class="log"
        role="log"
        aria-label={t('Conversation')}
        aria-live="polite"
        aria-busy={busy.value}
        tabIndex={0}
        ref={log}
      >
        <div class="log-content">
          {hasOlder.value && <div class="quiet older">{t('Loading earlier messages…')}</div>}
          {empty && (isNew || loaded.value ? <Empty /> : <div class="quiet older">{t('Loading…')}</div>)}
          {ids.map((one, i) => (
            <MessageView key={one} id={one} previous={ids[i - 1]} last={i === ids.length - 1} />
          ))}
          <Failure />
          {own.map((entry) => (
            <PendingView key={entry.messageId} entry={entry} />
          ))}
          {sent.map((one, i) => (
            <OutgoingView key={i} text={one.text} />
          ))}
          <Hidden />
        </div>
      </div>
      {away.value && (
        <button
          type="button"
          class="to-end"
          aria-label={fresh ? undefined : t('Go to the end')}
          onClick={() => log.current?.dispatchEvent(new Event('chat-bottom'))}
        >
          <Icon name="down" />
          {fresh && t('New messages')}
        </button>
      )}
    </div>
  );
}
