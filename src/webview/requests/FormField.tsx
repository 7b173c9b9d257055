import type { Question } from '../../shared/model/entities.js';
import { kindOf, type Problem } from '../../shared/model/form.js';
import { host } from '../bridge.js';
import { readable, visible } from '../format.js';
import { t } from '../l10n.js';

/** Props of a field. */
interface FieldProps {
  readonly question: Question;
  /** Unique in the page; connects labels and options. */
  readonly name: string;
  readonly answer: readonly string[];
  readonly set: (answer: readonly string[]) => void;
  readonly problem: Problem | undefined;
}

const Option = (props: {
  type: 'radio' | 'checkbox';
  name: string;
  label: string;
  description?: string;
  checked: boolean;
  choose: () => void;
}) => (
  <label class="option">
    <input type={props.type} name={props.name} checked={props.checked} onChange={props.choose} />
    <span class="option-text" dir="auto">
      {readable(props.label)}
      {props.description !== undefined && props.description !== '' && (
        <span class="note">{readable(props.description)}</span>
      )}
    </span>
  </label>
);

const PLACEHOLDERS: Readonly<Record<NonNullable<Question['format']>, string>> = {
  email: 'name@example.com',
  uri: 'https://example.com',
  date: '2026-11-26',
  'date-time': '2026-11-26T14:30:00Z',
};

/** A single-line input; shows `answer` if it is not an option. */
const Line = ({ question, name, answer, set, problem }: FieldProps) => {
  const kind = kindOf(question);
  const isNumber = kind === 'number' || kind === 'integer';
  const isOwn = question.options.length > 0;
  const hint = question.placeholder ?? (question.format === undefined ? '' : PLACEHOLDERS[question.format]);
  return (
    <input
      class="text"
      type="text"
      dir="auto"
      inputMode={isNumber ? 'decimal' : undefined}
      aria-labelledby={isOwn ? undefined : `${name}-label`}
      aria-label={isOwn ? t('Your own answer') : undefined}
      aria-describedby={problem === undefined ? undefined : `${name}-problem`}
      aria-invalid={problem !== undefined}
      aria-required={question.required}
      placeholder={isOwn ? t('Your own answer') : readable(hint)}
      value={answer[0] ?? ''}
      onInput={({ currentTarget: { value } }) => set(value === '' ? [] : [value])}
    />
  );
};

const valueOf = ({ label, value }: Question['options'][number]): string => value ?? label;

function Choices(props: FieldProps) {
  const { question, name, answer, set } = props;
  const values = question.options.map(valueOf);
  const own = answer.filter((one) => !values.includes(one));
  const many = kindOf(question) === 'choices';
  const choose = (value: string): void => {
    if (!many) return set([value]);
    const next = answer.includes(value) ? answer.filter((one) => one !== value) : [...answer, value];
    set([...values.filter((one) => next.includes(one)), ...own]);
  };
  const write = (text: readonly string[]): void =>
    set(many ? [...values.filter((one) => answer.includes(one)), ...text] : text);
  return (
    <>
      {question.options.map((option, at) => (
        <Option
          key={at}
          type={many ? 'checkbox' : 'radio'}
          name={name}
          label={option.label}
          description={option.description}
          checked={answer.includes(valueOf(option))}
          choose={() => choose(valueOf(option))}
        />
      ))}
      {question.custom && <Line {...props} answer={own} set={write} />}
    </>
  );
}

const YesNo = ({ name, answer, set }: FieldProps) => (
  <>
    {(['true', 'false'] as const).map((value) => (
      <Option
        key={value}
        type="radio"
        name={name}
        label={value === 'true' ? t('Yes') : t('No')}
        checked={answer[0] === value}
        choose={() => set([value])}
      />
    ))}
  </>
);

/** A link to a page; opening it is the answer. */
const Link = ({ question: { url = '' }, answer, set }: FieldProps) => (
  <div class="form-link">
    <button
      type="button"
      class="link"
      title={visible(url)}
      onClick={() => {
        host.send('openLink', { href: url });
        set(['true']);
      }}
    >
      {t('Open Page…')}
    </button>
    <span class="note ellipsis">{answer[0] === 'true' ? t('Opened') : visible(url)}</span>
  </div>
);

const Unknown = () => (
  <div class="form-link">
    <span>{t('This field cannot be shown here. Answer the form in the web page of the server.')}</span>
    <button type="button" class="link" onClick={() => host.send('openWebPage', {})}>
      {t('Open Web Page')}
    </button>
  </div>
);

function Input(props: FieldProps) {
  switch (kindOf(props.question)) {
    case 'choice':
    case 'choices':
      return <Choices {...props} />;
    case 'boolean':
      return <YesNo {...props} />;
    case 'link':
      return <Link {...props} />;
    case 'unknown':
      return <Unknown />;
    default:
      return <Line {...props} />;
  }
}

/** A field of a form: its label, description, input, and validation error. */
export const FormField = (props: FieldProps) => {
  const { question, name, problem } = props;
  const { header, question: about, required } = question;
  return (
    <fieldset aria-describedby={problem === undefined ? undefined : `${name}-problem`}>
      <legend id={`${name}-label`} dir="auto">
        {readable(header || about)}
        {required === true && (
          <span class="required" title={t('Required')} aria-hidden="true">
            *
          </span>
        )}
      </legend>
      {about !== '' && about !== header && header !== '' && (
        <div class="note" dir="auto">
          {readable(about)}
        </div>
      )}
      <Input {...props} />
      {problem !== undefined && (
        <div class="field-problem" id={`${name}-problem`} role="alert">
          {t(...problem)}
        </div>
      )}
    </fieldset>
  );
};
