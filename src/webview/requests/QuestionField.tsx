import type { Question } from '../../shared/model/entities.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { choose, write, type Answer } from './answers.js';

/** One question with its options and, if allowed, a field for a custom answer. */
export const QuestionField = ({
  question,
  name,
  answer,
  set,
  enter,
}: {
  question: Question;
  /** Unique in the page; connects the options. */
  name: string;
  answer: Answer;
  set: (answer: Answer) => void;
  /** Called when Enter is pressed. */
  enter: () => void;
}) => (
  <fieldset
    onKeyDown={(event) => {
      if (event.key !== 'Enter' || event.isComposing) return;
      event.preventDefault();
      enter();
    }}
  >
    <legend dir="auto">{readable(question.question)}</legend>
    {question.options.map((option, i) => (
      <label class="option" key={i}>
        <input
          type={question.multiple ? 'checkbox' : 'radio'}
          name={name}
          checked={answer.chosen.includes(i)}
          // Otherwise the accessible name would be label and description without a separator.
          aria-labelledby={`${name}-label-${i}`}
          aria-describedby={option.description === '' ? undefined : `${name}-note-${i}`}
          onChange={() => set(choose(question, answer, i))}
        />
        <span class="option-text" dir="auto">
          <span id={`${name}-label-${i}`}>{readable(option.label)}</span>
          {option.description !== '' && (
            <span class="note" id={`${name}-note-${i}`}>
              {readable(option.description)}
            </span>
          )}
        </span>
      </label>
    ))}
    {question.custom && (
      <input
        class="text"
        type="text"
        dir="auto"
        aria-label={t('Your own answer')}
        placeholder={t('Your own answer')}
        value={answer.own}
        onInput={(event) => set(write(question, answer, event.currentTarget.value))}
      />
    )}
  </fieldset>
);
