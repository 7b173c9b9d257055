import { useState } from 'preact/hooks';
import type { AssistantMessage } from '../../shared/model/entities.js';
import { formatCost, formatTokens, timeTaken } from '../../shared/format.js';
import { contextTokens, isUserCommand } from '../../shared/model/select.js';
import { host } from '../bridge.js';
import { t } from '../l10n.js';
import { messageSignal, messageIds } from '../state.js';
import { textOf } from './text.js';
import { Icon } from '../ui/icons.js';
import { IconButton } from '../ui/IconButton.js';

/** The steps of the turn that ends with `last`, in order; a step is one request to the model. */
function stepsOf(last: AssistantMessage): readonly AssistantMessage[] {
  if (last.parentId === undefined) return [last];
  return messageIds.value.flatMap((id) => {
    const message = id === last.id ? last : messageSignal(id)?.peek();
    return message?.role === 'assistant' && message.parentId === last.parentId ? [message] : [];
  });
}

/** The rendered text of steps, without formatting. */
const plainOf = (steps: readonly AssistantMessage[]): string =>
  steps
    .flatMap(({ id }) => [
      ...document.querySelectorAll<HTMLElement>(`article[data-id="${CSS.escape(id)}"] > .markdown`),
    ])
    .map((one) => one.innerText)
    .join('\n\n');

const dotted = (facts: readonly (string | undefined)[]): string =>
  facts.filter((fact) => fact !== undefined && fact !== '').join(' · ');
const spent = (usd: number): string => (usd === 0 ? '' : formatCost(usd));

const Step = ({ step }: { step: AssistantMessage }) => {
  const { tokens, created, completed, cost = 0 } = step;
  const time = completed === undefined ? '' : timeTaken(completed - created);
  const counted =
    tokens === undefined
      ? ''
      : dotted([
          t('{0} in', formatTokens(tokens.input)),
          tokens.cacheRead > 0 ? t('{0} cached', formatTokens(tokens.cacheRead)) : '',
          t('{0} out', formatTokens(tokens.output)),
          tokens.reasoning > 0 ? t('{0} thinking', formatTokens(tokens.reasoning)) : '',
        ]);
  return <li>{dotted([time, counted, spent(cost)])}</li>;
};

/** The footer of a turn: model, time, tokens and cost, in total and for each step. */
export function Footer({ message }: { message: AssistantMessage }) {
  const [open, setOpen] = useState(false);
  if (message.completed === undefined) return null;
  const steps = stepsOf(message);
  const began = Math.min(...steps.map((step) => step.created));
  const tokens = message.tokens === undefined ? 0 : contextTokens(message.tokens);
  const line = dotted([
    timeTaken(message.completed - began),
    spent(steps.reduce((sum, step) => sum + (step.cost ?? 0), 0)),
    steps.length > 1 ? t('{0} steps', steps.length) : '',
    tokens === 0 ? '' : t('{0} tokens', formatTokens(tokens)),
    // No model took part in a command of the user.
    isUserCommand(message) ? '' : message.model?.modelId,
  ]);
  return (
    <div class="turn-end">
      <div class="footer">
        {tokens === 0 ? (
          <span>{line}</span>
        ) : (
          <button
            type="button"
            class="fold"
            aria-expanded={open}
            title={t('Tokens and cost of each step')}
            onClick={() => setOpen(!open)}
          >
            <span>{line}</span>
            <Icon name="chevron" />
          </button>
        )}
        <div class="turn-actions">
          <IconButton icon="copy" label={t('Copy')} onClick={() => host.send('copy', { text: plainOf(steps) })} />
          <IconButton
            icon="markdown"
            label={t('Copy as Markdown')}
            onClick={() =>
              host.send('copy', {
                text: steps
                  .map(textOf)
                  .filter((text) => text !== '')
                  .join('\n\n'),
              })
            }
          />
        </div>
      </div>
      {open && (
        <ol class="steps">
          {steps.map((step) => (
            <Step key={step.id} step={step} />
          ))}
        </ol>
      )}
    </div>
  );
}
