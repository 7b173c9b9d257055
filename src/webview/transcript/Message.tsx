import { useMemo, useState } from 'preact/hooks';
import type { AssistantMessage, Message, ToolPart, UserMessage } from '../../shared/model/entities.js';
import type { MessageId } from '../../shared/model/ids.js';
import { isInterrupted, isUserCommand, userText } from '../../shared/model/select.js';
import { isStop, SESSION_STATES } from '../../shared/model/states.js';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { Markdown } from '../markdown/Markdown.js';
import { group, routineOnly } from '../tools/group.js';
import { Continued, Routine, ShownView } from '../tools/PartView.js';
import { busy, messageSignal, frame, goToEnd, messageIds } from '../state.js';
import { Icon } from '../ui/icons.js';
import { IconButton } from '../ui/IconButton.js';
import { Context } from './Context.js';
import { Failed } from './Failed.js';
import { Footer } from './Footer.js';
import { textOf } from './text.js';

const User = ({ message }: { message: UserMessage }) => {
  const { words, contexts } = userText(message);
  const others = message.parts.filter(
    (part) => part.type === 'file' || part.type === 'agent' || part.type === 'subtask',
  );
  const can = frame.value?.capabilities;
  if (message.parts.some((part) => part.type === 'compaction')) return <Divider />;
  // Do not show a message that the server wrote on the user's behalf.
  if (words === '' && contexts.length === 0 && others.length === 0) return null;
  return (
    <article class="message user" aria-label={t('You')} data-id={message.id}>
      <div class="bubble">
        {words !== '' && (
          <div class="words" dir="auto">
            {readable(words)}
          </div>
        )}
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
        <IconButton
          icon="edit"
          label={t('Edit again')}
          onClick={() => host.send('editAgain', { messageId: message.id })}
        />
        <IconButton
          icon="retry"
          label={t('Send again')}
          onClick={() => {
            host.send('resend', { messageId: message.id });
            goToEnd();
          }}
        />
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

/** The error of a message; a stop by the user is not an error. */
const Ended = ({ message }: { message: AssistantMessage }) => {
  const { error } = message;
  if (error === undefined) return null;
  if (isStop(error)) return <div class="quiet">{t(SESSION_STATES.stopped.word)}</div>;
  return <Failed error={error} prompt={message.parentId} isSummary={message.summary === true} />;
};

const Divider = () => (
  <div class="divider">
    <span>{t('The conversation so far was summarized')}</span>
  </div>
);

/** The summary for the model: collapsed, since it repeats the conversation above. */
const Summary = ({ message }: { message: AssistantMessage }) => {
  const [open, setOpen] = useState(false);
  const { completed, error, parentId } = message;
  return (
    <article class="message assistant" aria-label={t('Summary')} data-id={message.id}>
      {/* Where no request for it stands above, with a line of its own. */}
      {parentId === undefined && completed !== undefined && error === undefined && <Divider />}
      {/* What there is of a failed one counts for nothing. */}
      {error === undefined && (
        <button type="button" class="fold" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name="chevron" />
          {completed === undefined && busy.value ? t('Summarizing…') : t('Summary')}
        </button>
      )}
      {open && error === undefined && <Markdown text={textOf(message)} done={completed !== undefined} />}
      <Ended message={message} />
    </article>
  );
};

const Assistant = ({ message, last }: { message: AssistantMessage; last: boolean }) => {
  const live = busy.value && message.completed === undefined && last;
  const shown = useMemo(() => group(message.parts), [message.parts]);
  const ends = last || message.finish === 'stop' || message.error !== undefined;
  return (
    <article class="message assistant" aria-label={t('Agent')} data-id={message.id}>
      {shown.map((one) => (
        <ShownView
          key={one.kind === 'part' ? one.part.id : one.parts[0]?.id}
          shown={one}
          live={live}
          isUserCommand={isUserCommand(message)}
        />
      ))}
      <Ended message={message} />
      {isInterrupted(message, busy.value) && frame.value?.capabilities.cost === true && (
        <div class="quiet">{t('Interrupted: the sandbox stopped in the middle of this turn.')}</div>
      )}
      {ends && <Footer message={message} />}
    </article>
  );
};

/** The calls of a finished step that has only routine calls; consecutive such steps are shown as one. */
function routine(message: Message | undefined, of: AssistantMessage): readonly ToolPart[] | undefined {
  if (message?.role !== 'assistant' || message.completed === undefined || message.error !== undefined) return undefined;
  if (message.summary === true || message.finish === 'stop' || message.parentId !== of.parentId) return undefined;
  return routineOnly(message.parts);
}

/** The routine calls of a step and of the following routine steps. */
function run(first: AssistantMessage): readonly ToolPart[] {
  const ids = messageIds.value;
  const calls: ToolPart[] = [];
  for (let at = ids.indexOf(first.id); at < ids.length - 1; at++) {
    const id = ids[at];
    const own = id === undefined ? undefined : routine(messageSignal(id)?.value, first);
    if (own === undefined) break;
    calls.push(...own);
  }
  return calls;
}

interface Place {
  readonly id: MessageId;
  readonly previous: MessageId | undefined;
  readonly last: boolean;
}

/** A message; rendered again only when it changes. */
export function MessageView({ id, previous, last }: Place) {
  const message = messageSignal(id)?.value;
  if (message === undefined) return null;
  if (message.role === 'user') return <User message={message} />;
  if (message.summary === true) return <Summary message={message} />;
  const [only] = message.parts;
  if (only?.type === 'continued') return <Continued part={only} />;
  if (last || routine(message, message) === undefined) return <Assistant message={message} last={last} />;
  // The first of these steps shows the calls of all.
  if (previous !== undefined && routine(messageSignal(previous)?.value, message) !== undefined) return null;
  return (
    <article class="message assistant" aria-label={t('Agent')} data-id={id}>
      <Routine parts={run(message)} live={false} />
    </article>
  );
}
