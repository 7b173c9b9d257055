import type { Question, QuestionCondition, QuestionKind } from './entities.js';

/** Answers to the questions of a request, in their order; empty for unanswered ones. */
export type Answers = readonly (readonly string[])[];

/** The kind of answer that a question takes. */
export const kindOf = ({ kind, multiple, options }: Pick<Question, 'kind' | 'multiple' | 'options'>): QuestionKind =>
  kind ?? (multiple ? 'choices' : options.length > 0 ? 'choice' : 'text');

/** Whether a condition is met; a missing answer equals no value. */
function holds({ key, is, value }: QuestionCondition, questions: readonly Question[], answers: Answers): boolean {
  const at = questions.findIndex((question) => question.key === key);
  const isSame = answers[at]?.includes(value) === true;
  return is === 'equal' ? isSame : !isSame;
}

/**
 * Indexes of the questions that are asked, given the answers so far. A question whose condition depends on one that is
 * not asked is not asked either.
 */
export function askedQuestions(questions: readonly Question[], answers: Answers): readonly number[] {
  const asked = new Set<number>();
  const given: (readonly string[])[] = [];
  for (const [at, { when = [], hidden }] of questions.entries()) {
    const isAsked = when.every((condition) => holds(condition, questions, given));
    given[at] = isAsked ? (answers[at] ?? []) : [];
    if (isAsked && hidden !== true) asked.add(at);
  }
  return [...asked];
}

/** The answers to send: those to the questions that are asked, and the defaults of hidden questions. */
export function answersToSend(questions: readonly Question[], answers: Answers): Answers {
  const asked = new Set(askedQuestions(questions, answers));
  return questions.map(({ hidden, initial = [] }, at) => {
    if (hidden === true) return initial;
    return asked.has(at) ? (answers[at] ?? []) : [];
  });
}

/** Why an answer cannot be sent: an English text with placeholders, translated on display, and their values. */
export type Problem = readonly [text: string, ...values: (string | number)[]];

const note = (text: string, ...values: (string | number)[]): Problem => [text, ...values];

const FORMATS: Readonly<Record<NonNullable<Question['format']>, (text: string) => boolean>> = {
  email: (text) => /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/.test(text),
  uri: (text) => /^[a-z][a-z0-9+.-]*:\S+$/i.test(text),
  date: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text)),
  'date-time': (text) => /^\d{4}-\d{2}-\d{2}T\S+$/.test(text) && !Number.isNaN(Date.parse(text)),
};

const FORMAT_PROBLEMS: Readonly<Record<NonNullable<Question['format']>, Problem>> = {
  email: note('Enter an email address.'),
  uri: note('Enter an address such as https://example.com.'),
  date: note('Enter a date such as 2026-11-26.'),
  'date-time': note('Enter a date and time such as 2026-11-26T14:30:00Z.'),
};

function numberProblem(text: string, isWhole: boolean, { minimum, maximum }: Question): Problem | undefined {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) return note('Enter a number.');
  if (isWhole && !Number.isSafeInteger(value)) return note('Enter a whole number.');
  if (minimum !== undefined && value < minimum) return note('Enter {0} or more.', minimum);
  return maximum !== undefined && value > maximum ? note('Enter {0} or less.', maximum) : undefined;
}

/** Patterns are left to the server: a hostile one could take exponential time to match. */
function textProblem(text: string, question: Question): Problem | undefined {
  const { minimum, maximum, format } = question;
  if (minimum !== undefined && text.length < minimum) return note('Enter at least {0} characters.', minimum);
  if (maximum !== undefined && text.length > maximum) return note('Enter at most {0} characters.', maximum);
  return format !== undefined && !FORMATS[format](text) ? FORMAT_PROBLEMS[format] : undefined;
}

function choicesProblem(count: number, { minimum, maximum }: Question): Problem | undefined {
  if (minimum !== undefined && count < minimum) return note('Choose at least {0}.', minimum);
  return maximum !== undefined && count > maximum ? note('Choose at most {0}.', maximum) : undefined;
}

/** Why this answer cannot be sent; undefined if it can. An empty answer is valid unless one is required. */
export function problemOf(question: Question, answer: readonly string[]): Problem | undefined {
  const kind = kindOf(question);
  const [first] = answer;
  if (kind === 'unknown') return undefined;
  if (kind === 'link') return first === 'true' ? undefined : note('Open the page first.');
  if (first === undefined) return question.required === true ? note('An answer is required.') : undefined;
  if (kind === 'number' || kind === 'integer') return numberProblem(first, kind === 'integer', question);
  if (kind === 'choices') return choicesProblem(answer.length, question);
  return kind === 'text' ? textProblem(first, question) : undefined;
}
