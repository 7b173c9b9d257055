import type { Json, JsonObject } from '../../../shared/model/entities.js';
import { field, isObject } from './read.js';

const PREFIX = '#/components/schemas/';

/** Names that a schema refers to, wherever in it they stand. */
function refsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(refsIn);
  if (!isObject(value)) return [];
  const ref = value['$ref'];
  const own = typeof ref === 'string' && ref.startsWith(PREFIX) ? [ref.slice(PREFIX.length)] : [];
  return [...own, ...Object.values(value).flatMap(refsIn)];
}

/** The same schema with its references where JSON Schema looks for them. */
function moved(value: unknown): Json {
  if (Array.isArray(value)) return value.map(moved);
  if (!isObject(value)) return value as Json;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace(PREFIX, '#/$defs/') : moved(inner),
    ]),
  );
}

/** JSON Schema of the server's configuration, taken from its own description; undefined where that says nothing of it. */
export function configurationSchema(description: unknown): JsonObject | undefined {
  const schemas = field(field(description, 'components'), 'schemas');
  const root = field(schemas, 'Config');
  if (!isObject(schemas) || !isObject(root)) return undefined;
  const wanted = new Set<string>();
  const collect = (names: readonly string[]): void => {
    for (const name of names) {
      if (wanted.has(name)) continue;
      wanted.add(name);
      collect(refsIn(schemas[name]));
    }
  };
  collect(refsIn(root));
  const definitions = Object.fromEntries([...wanted].map((name) => [name, moved(schemas[name] ?? {})]));
  return { ...(moved(root) as JsonObject), $defs: definitions };
}
