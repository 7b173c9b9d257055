import { useRef, useState } from 'preact/hooks';
import type { QuestionRequest } from '../../shared/model/entities.js';
import { answersToSend, askedQuestions, kindOf, problemOf, type Answers } from '../../shared/model/form.js';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { Icon } from '../ui/icons.js';
import { FormField } from './FormField.js';

/** A form of a tool or a server. Errors are shown when it is submitted, and from then on while typing. */
export function Form({ request }: { request: QuestionRequest }) {
  const { questions, title = '' } = request;
  const body = useRef<HTMLDivElement>(null);
  const [answers, setAnswers] = useState<Answers>(() => questions.map(({ initial }) => initial ?? []));
  const [tried, setTried] = useState(false);
  const asked = askedQuestions(questions, answers);
  const problems = new Map(
    asked.flatMap((at) => {
      const question = questions[at];
      const problem = question === undefined ? undefined : problemOf(question, answers[at] ?? []);
      return problem === undefined ? [] : [[at, problem] as const];
    }),
  );
  const send = (): void => {
    if (problems.size === 0) return host.send('answer', { id: request.id, answers: answersToSend(questions, answers) });
    setTried(true);
    const first = asked.findIndex((at) => problems.has(at));
    body.current?.querySelectorAll('fieldset')[first]?.querySelector<HTMLElement>('input, button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const isWriting = event.target instanceof HTMLInputElement;
    if (event.key !== 'Enter' || event.isComposing || !isWriting) return;
    event.preventDefault();
    send();
  };
  const cannotShow = asked.some((at) => questions[at] !== undefined && kindOf(questions[at]) === 'unknown');
  return (
    <div class="request" role="group" aria-label={t('Question: {0}', readable(title))} onKeyDown={onKeyDown}>
      <div class="request-title">
        <Icon name="question" />
        <strong dir="auto">{readable(title)}</strong>
      </div>
      <div class="request-body form" ref={body}>
        {questions.map(
          (question, at) =>
            asked.includes(at) && (
              <FormField
                key={question.key ?? at}
                question={question}
                name={`${request.id}-${at}`}
                answer={answers[at] ?? []}
                set={(answer) => setAnswers(answers.with(at, answer))}
                problem={tried ? problems.get(at) : undefined}
              />
            ),
        )}
      </div>
      <div class="request-foot">
        <div class="buttons">
          <button type="button" class="button primary" disabled={cannotShow} onClick={send}>
            {t('Answer')}
          </button>
          <button type="button" class="button" onClick={() => host.send('dismiss', { id: request.id })}>
            {t('Dismiss')}
          </button>
          {tried && problems.size > 0 && (
            <span class="note" role="status">
              {problems.size === 1 ? t('1 answer is not valid') : t('{0} answers are not valid', problems.size)}
            </span>
          )}
        </div>
      </div>
    </div>
  );
}
