import { useRef } from 'preact/hooks';
import type { Question } from '../../shared/model/entities.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { Icon } from '../ui/icons.js';

/** Length limit of the label on a tab, in characters. */
const MAX_NAME = 30;

const nameOf = ({ header, question }: Question): string => readable(header || question).slice(0, MAX_NAME);

/** One tab per question; arrow keys move between them, and answered ones have a check mark. */
export function QuestionTabs(props: {
  id: string;
  questions: readonly Question[];
  answered: readonly boolean[];
  at: number;
  go: (at: number) => void;
}) {
  const { id, questions, answered, at, go } = props;
  const list = useRef<HTMLDivElement>(null);
  const move = (key: string): void => {
    const by = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const to = (at + by + questions.length) % questions.length;
    if (by === 0) return;
    go(to);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[to]?.focus();
  };
  return (
    <div
      class="question-tabs"
      role="tablist"
      aria-label={t('Questions')}
      ref={list}
      onKeyDown={(event) => move(event.key)}
    >
      {questions.map((question, i) => (
        <button
          key={i}
          type="button"
          role="tab"
          id={`${id}-tab-${i}`}
          class="question-tab"
          aria-selected={i === at}
          aria-controls={`${id}-panel`}
          tabIndex={i === at ? 0 : -1}
          title={readable(question.question)}
          onClick={() => go(i)}
        >
          {answered[i] === true && (
            <span class="answered" role="img" aria-label={t('Answered')}>
              <Icon name="check" />
            </span>
          )}
          <span class="ellipsis">{nameOf(question)}</span>
        </button>
      ))}
    </div>
  );
}
