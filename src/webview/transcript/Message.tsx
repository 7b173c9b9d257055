import { useMemo } from 'preact/hooks';
import type { AssistantMessage, Message, UserMessage } from '../../shared/model/entities.js';
import type { MessageId } from '../../shared/model/ids.js';
import { contextTokens, isInterrupted, saidBy } from '../../shared/model/select.js';
import { host } from '../bridge.js';
import { cost, count, duration, visible } from '../format.js';
import { t } from '../l10n.js';
import { group } from '../parts/group.js';
import { ShownView } from '../parts/PartView.js';
import { busy, cell, frame, order, setDraft } from '../state.js';
import { IconButton } from '../ui/IconButton.js';
import { Context } from './Context.js';

const textOf = (message: Message): string =>
  message.role === 'user'
    ? saidBy(message).words
    : message.parts
        .flatMap((part) => (part.type === 'text' && part.synthetic !== true ? [part.text] : []))
        .join('\n\n');

const User = ({ message }: { message: UserMessage }) => {
  const { words, contexts } = saidBy(message);
  const others = message.parts.filter(
    (part) => part.type === 'file' || part.type === 'agent' || part.type === 'subtask',
  );
  const can = frame.value?.capabilities;
  return (
    <article class="message user" aria-label={t('You')} data-id={message.id}>
      <div class="bubble">
        {words !== '' && <div class="words">{visible(words)}</div>}
        {contexts.map((context) => (
          <Context key={context.part.id} {...context} />
        ))}
        {others.length > 0 && (
          <div class="chips">
            {others.map((part) => (
              <ShownView key={part.id} shown={{ kind: 'part', part }} live={false} />
            ))}
          </div>
        )}
      </div>
      <div class="turn-actions">
        <IconButton icon="copy" label={t('Copy')} onClick={() => host.send('copy', { text: words })} />
        <IconButton icon="edit" label={t('Edit again')} onClick={() => setDraft(words)} />
        {can?.fork === true && (
          <IconButton
            icon="fork"
            label={t('Fork from here')}
            onClick={() => host.send('fork', { messageId: message.id })}
          />
        )}
        {can?.revert === true && (
          <IconButton
            icon="undo"
            label={t('Revert to here')}
            disabled={busy.value}
            onClick={() => host.send('revert', { messageId: message.id })}
          />
        )}
      </div>
    </article>
  );
};

const ADVICE: Readonly<Record<string, string>> = {
  ProviderAuthError: 'The model’s provider did not accept its credentials. Check them in the sandbox.',
  ContextOverflowError: 'The conversation is longer than the model can read. Compact it or start a new session.',
  MessageOutputLengthError: 'The answer is longer than the model may write. Ask it to go on.',
};

const Failed = ({ message }: { message: AssistantMessage }) => {
  const { error } = message;
  if (error === undefined) return null;
  if (error.name === 'MessageAbortedError') return <div class="quiet">{t('Stopped')}</div>;
  const advice = Object.hasOwn(ADVICE, error.name) ? ADVICE[error.name] : undefined;
  return (
    <div class="failure" role="note">
      <strong>{t('The turn failed')}</strong>
      <span>{visible(error.message)}</span>
      {advice !== undefined && <span>{t(advice)}</span>}
    </div>
  );
};

const Footer = ({ message }: { message: AssistantMessage }) => {
  if (message.completed === undefined) return null;
  const facts = [
    message.model?.modelId,
    duration(message.completed - message.created),
    message.tokens === undefined || contextTokens(message.tokens) === 0
      ? undefined
      : t('{0} tokens', count(contextTokens(message.tokens))),
    message.cost === undefined || message.cost === 0 ? undefined : cost(message.cost),
  ].filter((fact) => fact !== undefined);
  return (
    <div class="footer">
      <span>{facts.join(' · ')}</span>
      <IconButton
        icon="copy"
        label={t('Copy as Markdown')}
        onClick={() => host.send('copy', { text: textOf(message) })}
      />
    </div>
  );
};

const Assistant = ({ message, last }: { message: AssistantMessage; last: boolean }) => {
  const live = busy.value && message.completed === undefined && last;
  const shown = useMemo(() => group(message.parts), [message.parts]);
  const ends = last || message.finish === 'stop' || message.error !== undefined;
  return (
    <article
      class="message assistant"
      aria-label={message.summary === true ? t('Summary') : t('Agent')}
      data-id={message.id}
    >
      {shown.map((one) => (
        <ShownView key={one.kind === 'part' ? one.part.id : one.parts[0]?.id} shown={one} live={live} />
      ))}
      <Failed message={message} />
      {isInterrupted(message, busy.value) && frame.value?.capabilities.cost === true && (
        <div class="quiet">{t('Interrupted: the sandbox stopped in the middle of this turn.')}</div>
      )}
      {ends && <Footer message={message} />}
    </article>
  );
};

/** One message; drawn again only when it changes itself. */
export function MessageView({ id }: { id: MessageId }) {
  const message = cell(id)?.value;
  if (message === undefined) return null;
  if (message.role === 'user') return <User message={message} />;
  return <Assistant message={message} last={order.value.at(-1) === id} />;
}
