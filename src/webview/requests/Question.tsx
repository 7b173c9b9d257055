import { useRef, useState } from 'preact/hooks';
import type { QuestionRequest } from '../../shared/model/entities.js';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { Icon } from '../ui/icons.js';
import { answersOf, emptyAnswer, type Answer } from './answers.js';
import { QuestionField } from './QuestionField.js';
import { QuestionTabs } from './QuestionTabs.js';

/** The number of answered questions, or why "Answer" is not available yet. */
function progress(given: number, all: number): string {
  if (given === 0) return all === 1 ? t('Choose or write an answer first.') : t('Answer a question first.');
  return all === 1 ? '' : t('{0} of {1} answered', given, all);
}

/** Shows the questions of the agent one at a time; all answers are sent together. */
export function Question({ request }: { request: QuestionRequest }) {
  const { questions } = request;
  const group = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState(0);
  const [answers, setAnswers] = useState<readonly Answer[]>(() => questions.map(() => emptyAnswer));
  const given = questions.map((question, i) => answersOf(question, answers[i] ?? emptyAnswer));
  const answered = given.map((one) => one.length > 0);
  const count = answered.filter(Boolean).length;
  const several = questions.length > 1;
  const complete = count === questions.length;
  const question = questions[at];
  const send = (): void => host.send('answer', { id: request.id, answers: given });
  const next = (): void => {
    const open = answered.findIndex((done, i) => !done && i !== at);
    setAt(at + 1 < questions.length ? at + 1 : Math.max(0, open));
  };
  const enter = (): void => {
    if (complete) return send();
    if (answered[at] === true) next();
  };
  const why = `${request.id}-why`;
  return (
    <div
      class="request"
      role="group"
      aria-label={t('Question: {0}', readable(questions[0]?.header || (questions[0]?.question ?? '')))}
      ref={group}
    >
      <div class="request-title">
        <Icon name="question" />
        <strong>{several ? t('The agent has {0} questions', questions.length) : t('The agent has a question')}</strong>
      </div>
      {several && <QuestionTabs id={request.id} questions={questions} answered={answered} at={at} go={setAt} />}
      <div
        class="request-body"
        {...(several
          ? { role: 'tabpanel', id: `${request.id}-panel`, 'aria-labelledby': `${request.id}-tab-${at}` }
          : {})}
      >
        {question !== undefined && (
          <QuestionField
            key={at}
            question={question}
            name={`${request.id}-${at}`}
            answer={answers[at] ?? emptyAnswer}
            set={(answer) => setAnswers(answers.map((one, i) => (i === at ? answer : one)))}
            enter={enter}
          />
        )}
      </div>
      <div class="request-foot">
        <div class="buttons">
          {several && !complete && (
            <button type="button" class="button primary" onClick={next}>
              {t('Next')}
            </button>
          )}
          <button
            type="button"
            class={complete || !several ? 'button primary' : 'button'}
            disabled={count === 0}
            aria-describedby={why}
            onClick={send}
          >
            {t('Answer')}
          </button>
          <button type="button" class="button" onClick={() => host.send('dismiss', { id: request.id })}>
            {t('Dismiss')}
          </button>
          <span class="note" id={why} role="status">
            {progress(count, questions.length)}
          </span>
        </div>
      </div>
    </div>
  );
}
