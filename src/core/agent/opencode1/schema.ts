import type { Json, JsonObject } from '../../../shared/model/entities.js';
import { field } from './read.js';
import { isObject } from '../../../shared/json.js';

const PREFIX = '#/components/schemas/';

/** A schema that accepts any value. */
const ANYTHING: JsonObject = {};

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';
const isListOf =
  (check: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    Array.isArray(value) && value.every(check);
const isTypes = (value: unknown): boolean => isText(value) || isListOf(isText)(value);

/**
 * The keywords that are passed to VS Code, with the check of their value. Others are removed: VS Code fetches `$schema`
 * and remote `$ref`s, evaluates `pattern` and `format`, and renders `markdownDescription` and `defaultSnippets`, which
 * can contain commands.
 */
const PLAIN: Readonly<Record<string, (value: unknown) => boolean>> = {
  type: isTypes,
  title: isText,
  description: isText,
  deprecated: isFlag,
  required: isListOf(isText),
  uniqueItems: isFlag,
  multipleOf: isNumber,
  minimum: isNumber,
  maximum: isNumber,
  exclusiveMinimum: isNumber,
  exclusiveMaximum: isNumber,
  minLength: isNumber,
  maxLength: isNumber,
  minItems: isNumber,
  maxItems: isNumber,
  minProperties: isNumber,
  maxProperties: isNumber,
  enum: Array.isArray,
  const: () => true,
  default: () => true,
};
const SCHEMA = new Set(['additionalProperties', 'not', 'propertyNames']);
const SCHEMA_OR_LIST = new Set(['items']);
const SCHEMAS = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);

/**
 * Returns a function that copies a schema keyword by keyword; `refer` is called with each referenced name and returns
 * whether it exists.
 */
function sanitizer(refer: (name: string) => boolean): (schema: unknown) => Json {
  const sanitize = (schema: unknown): Json => {
    if (isFlag(schema)) return schema;
    if (!isObject(schema)) return ANYTHING;
    return Object.fromEntries(Object.entries(schema).flatMap(([keyword, value]) => entry(keyword, value)));
  };
  const entry = (keyword: string, value: unknown): readonly (readonly [string, Json])[] => {
    if (keyword === '$ref') {
      const name = isText(value) && value.startsWith(PREFIX) ? value.slice(PREFIX.length) : undefined;
      return name !== undefined && refer(name) ? [[keyword, `#/$defs/${name}`]] : [];
    }
    // A map whose keys are property names, not keywords.
    if (keyword === 'properties' && isObject(value))
      return [[keyword, Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sanitize(inner)]))]];
    if (SCHEMA.has(keyword) || (SCHEMA_OR_LIST.has(keyword) && !Array.isArray(value)))
      return [[keyword, sanitize(value)]];
    if (SCHEMAS.has(keyword) || SCHEMA_OR_LIST.has(keyword))
      return Array.isArray(value) ? [[keyword, value.map(sanitize)]] : [];
    return Object.hasOwn(PLAIN, keyword) && PLAIN[keyword]?.(value) === true ? [[keyword, value as Json]] : [];
  };
  return sanitize;
}

/**
 * JSON Schema of the server's configuration, taken from its OpenAPI document and reduced to keywords that only
 * describe; undefined if the document has none.
 */
export function configurationSchema(description: unknown): JsonObject | undefined {
  const schemas = field(field(description, 'components'), 'schemas');
  const root = field(schemas, 'Config');
  if (!isObject(schemas) || !isObject(root)) return undefined;
  // Grows during the iteration; recursion could overflow the stack on a long chain of references.
  const wanted = new Set<string>();
  const sanitize = sanitizer((name) => {
    const known = /^[\w.-]+$/.test(name) && Object.hasOwn(schemas, name);
    if (known) wanted.add(name);
    return known;
  });
  const whole = sanitize(root) as JsonObject;
  const definitions: [string, Json][] = [];
  for (const name of wanted) definitions.push([name, sanitize(schemas[name])]);
  return { ...whole, $defs: Object.fromEntries(definitions) };
}
