import { useState } from 'preact/hooks';
import type { Question as One, QuestionRequest } from '../../shared/model/entities.js';
import { host } from '../bridge.js';
import { visible } from '../format.js';
import { t } from '../l10n.js';
import { Icon } from '../ui/icons.js';

interface Answer {
  readonly chosen: readonly string[];
  readonly own: string;
}

const Field = ({
  question,
  name,
  answer,
  set,
}: {
  question: One;
  name: string;
  answer: Answer;
  set: (answer: Answer) => void;
}) => {
  const choose = (label: string): void => {
    if (!question.multiple) return set({ chosen: [label], own: '' });
    const rest = answer.chosen.filter((one) => one !== label);
    set({ ...answer, chosen: rest.length < answer.chosen.length ? rest : [...rest, label] });
  };
  return (
    <fieldset>
      <legend>{visible(question.question)}</legend>
      {question.options.map((option) => (
        <label class="option">
          <input
            type={question.multiple ? 'checkbox' : 'radio'}
            name={name}
            checked={answer.chosen.includes(option.label)}
            onChange={() => choose(option.label)}
          />
          <span>
            {visible(option.label)}
            {option.description !== '' && <span class="note">{visible(option.description)}</span>}
          </span>
        </label>
      ))}
      {question.custom && (
        <input
          class="text"
          type="text"
          aria-label={t('Your own answer')}
          placeholder={t('Your own answer')}
          value={answer.own}
          onInput={(event) => set({ chosen: question.multiple ? answer.chosen : [], own: event.currentTarget.value })}
        />
      )}
    </fieldset>
  );
};

/** Asks what the agent wants to know; several questions are answered together. */
export function Question({ request }: { request: QuestionRequest }) {
  const [answers, setAnswers] = useState<readonly Answer[]>(() =>
    request.questions.map(() => ({ chosen: [], own: '' })),
  );
  const given = answers.map((answer) => [...answer.chosen, ...(answer.own.trim() === '' ? [] : [answer.own.trim()])]);
  return (
    <div
      class="request"
      role="group"
      aria-label={t('Question: {0}', visible(request.questions[0]?.header || (request.questions[0]?.question ?? '')))}
    >
      <div class="request-title">
        <Icon name="question" />
        <strong>{t('The agent asks')}</strong>
      </div>
      {request.questions.map((question, i) => (
        <Field
          key={i}
          question={question}
          name={`${request.id}-${i}`}
          answer={answers[i] ?? { chosen: [], own: '' }}
          set={(answer) => setAnswers(answers.map((one, j) => (i === j ? answer : one)))}
        />
      ))}
      <div class="buttons">
        <button
          type="button"
          class="button primary"
          disabled={given.every((answer) => answer.length === 0)}
          onClick={() => host.send('answer', { id: request.id, answers: given })}
        >
          {t('Answer')}
        </button>
        <button type="button" class="button" onClick={() => host.send('dismiss', { id: request.id })}>
          {t('Dismiss')}
        </button>
      </div>
    </div>
  );
}
