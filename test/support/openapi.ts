// The OpenAPI document of an OpenCode 2 server, and whether requests and answers conform to it.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly style?: string;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: object;
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const document = JSON.parse(
  gunzipSync(readFileSync('test/fixtures/openapi/opencode-2.0.15.json.gz')).toString('utf8'),
) as Document;
const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
ajv.addSchema(document, 'openapi');

const escaped = (name: string): string => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'));

/** Violations of the schema at these members of the document by a value. */
function problems(at: readonly string[], value: unknown): readonly string[] {
  const validate = ajv.compile({ $ref: `openapi#/${at.map(escaped).join('/')}` });
  return validate(value) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

const patternOf = (template: string): RegExp =>
  new RegExp(
    `^${template
      .replaceAll('.', '\\.')
      .replaceAll('*', '.+')
      .replaceAll(/\{\w+\}/g, '[^/]+')}$`,
  );
const templates = Object.keys(document.paths)
  // Paths without parameters come before those with parameters.
  .toSorted((a, b) => a.split('{').length - b.split('{').length)
  .map((template) => ({ template, pattern: patternOf(template) }));

/** The path of the document that a path is one of. */
export const templateOf = (path: string): string | undefined =>
  templates.find(({ pattern }) => pattern.test(path))?.template;

/** Violations by the body of a 200. */
export function answerProblems(method: string, path: string, body: unknown): readonly string[] {
  const template = templateOf(path);
  if (template === undefined) return [`there is no ${path}`];
  const at = ['paths', template, method.toLowerCase(), 'responses', '200', 'content', 'application/json', 'schema'];
  return problems(at, body);
}

/** Violations by a request. */
export function requestProblems(method: string, url: URL, body: unknown): readonly string[] {
  const template = templateOf(url.pathname);
  const operation = template === undefined ? undefined : document.paths[template]?.[method.toLowerCase()];
  if (template === undefined || operation === undefined) return [`there is no ${method} ${url.pathname}`];
  const { parameters = [] } = operation;
  const known = new Set(
    parameters
      .filter((one) => one.in === 'query')
      .map((one) => (one.style === 'deepObject' ? `${one.name}[directory]` : one.name)),
  );
  const query = [...url.searchParams.keys()].filter((name) => !known.has(name)).map((name) => `no query ${name}`);
  const missing = parameters.filter(
    (one) => one.in === 'query' && one.required === true && !url.searchParams.has(one.name),
  );
  const values = parameters.flatMap((parameter, index) => {
    const value = url.searchParams.get(parameter.name);
    if (parameter.in !== 'query' || value === null) return [];
    return problems(['paths', template, method.toLowerCase(), 'parameters', String(index), 'schema'], value);
  });
  const takesBody = operation.requestBody !== undefined;
  const content = ['paths', template, method.toLowerCase(), 'requestBody', 'content', 'application/json', 'schema'];
  return [
    ...query,
    ...missing.map(({ name }) => `query ${name} is missing`),
    ...values,
    ...(takesBody === (body !== undefined) ? [] : [takesBody ? 'a body is missing' : 'there is a body']),
    ...(takesBody && body !== undefined ? problems(content, body) : []),
  ];
}
