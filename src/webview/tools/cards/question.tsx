import { readable } from '../../format.js';
import { t } from '../../l10n.js';
import type { Card, CardProps } from '../card.js';

const Answers = ({ call: { questions, answers } }: CardProps<'question'>) => (
  <dl class="answers">
    {questions.map(({ question }, i) => {
      const words = (answers[i] ?? []).join(', ');
      return (
        <>
          <dt dir="auto">{readable(question)}</dt>
          <dd dir="auto">{words === '' ? t('No answer') : readable(words)}</dd>
        </>
      );
    })}
  </dl>
);

/** The questions that were asked, with their answers. */
export const question: Card<'question'> = { content: Answers, failed: Answers };
