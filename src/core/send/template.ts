/**
 * A prompt for a common task. `${input:What?}` in its text asks the user for input; `${selection}` and `${file}` are
 * filled in.
 */
export interface Template {
  readonly name: string;
  readonly prompt: string;
  readonly description?: string;
}

/** Values from the active editor for a template. */
export interface TemplateContext {
  readonly selection: string;
  /** Path of the open file, relative to its workspace folder. */
  readonly file: string;
}

const PLACE = /\$\{(?:input:([^{}]{1,200})|(selection|file))\}/g;

/** The distinct questions of a template, in order. */
export const questionsOf = (prompt: string): readonly string[] => [
  ...new Set([...prompt.matchAll(PLACE)].flatMap(([, question]) => (question === undefined ? [] : [question.trim()]))),
];

/** Fills in the placeholders of a template. Placeholders in answers are not expanded. */
export const fillIn = (prompt: string, answers: ReadonlyMap<string, string>, context: TemplateContext): string =>
  prompt.replaceAll(PLACE, (_, question: string | undefined, name: string | undefined) =>
    question === undefined ? context[name === 'file' ? 'file' : 'selection'] : (answers.get(question.trim()) ?? ''),
  );

/** Reads the templates in the user's settings; skips entries without a name or text. */
export const readTemplates = (value: unknown): readonly Template[] =>
  (Array.isArray(value) ? (value as readonly unknown[]) : []).flatMap((one): readonly Template[] => {
    if (typeof one !== 'object' || one === null) return [];
    const { name, prompt, description } = one as Readonly<Record<string, unknown>>;
    if (typeof name !== 'string' || name.trim() === '' || typeof prompt !== 'string' || prompt.trim() === '') return [];
    return [{ name, prompt, ...(typeof description === 'string' ? { description } : {}) }];
  });
