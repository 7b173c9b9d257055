/** Tolerant readers of JSON: a field of the wrong type counts as absent. They never throw. */
import type { Json, JsonObject } from '../../../shared/model/entities.js';
import { isObject } from '../../../shared/json.js';

/** An own property of a JSON object; never an inherited one. */
export const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
export const text = (value: unknown, name: string): string | undefined => {
  const found = field(value, name);
  return typeof found === 'string' ? found : undefined;
};
export const number = (value: unknown, name: string): number | undefined => {
  const found = field(value, name);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
};
export const flag = (value: unknown, name: string): boolean | undefined => {
  const found = field(value, name);
  return typeof found === 'boolean' ? found : undefined;
};
export const list = (value: unknown, name?: string): readonly unknown[] => {
  const found = name === undefined ? value : field(value, name);
  return Array.isArray(found) ? found : [];
};
export const texts = (value: unknown, name: string): readonly string[] =>
  list(value, name).filter((one): one is string => typeof one === 'string');
/** Depth limit of objects: copying a deeply nested one overflows the stack, for example in postMessage. */
const MAX_DEPTH = 64;
const tooDeep = (value: unknown, left: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (left === 0 || Object.values(value).some((one) => tooDeep(one, left - 1)));
const cut = (value: Json, left: number): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (left === 0) return '…';
  if (Array.isArray(value)) return value.map((one) => cut(one, left - 1));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, cut(one, left - 1)]));
};
export const object = (value: unknown, name: string): JsonObject => {
  const found = field(value, name);
  if (!isObject(found)) return {};
  return tooDeep(found, MAX_DEPTH) ? (cut(found, MAX_DEPTH) as JsonObject) : found;
};
/** Removes undefined fields, as `exactOptionalPropertyTypes` requires. */
export function defined<T extends object>(
  value: T,
): { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
} {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}
/** Maps values and drops those that are undefined. */
export const compact = <T>(values: readonly unknown[], read: (value: unknown) => T | undefined): readonly T[] =>
  values.map(read).filter((value): value is T & {} => value !== undefined && value !== null);
