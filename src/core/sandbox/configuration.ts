import type { Json, JsonObject } from '../../shared/model/entities.js';
import { MASK } from './maskedConfiguration.js';
import { isObject } from '../../shared/json.js';

/** The changes of an edit. Paths are dotted, for display. */
export interface ConfigurationEdit {
  /** New and changed settings, which the server merges. */
  readonly patch: JsonObject;
  /** Removed settings. */
  readonly removed: readonly string[];
  /** Changed lists that contain a masked secret: sending them would overwrite the secret. */
  readonly hidden: readonly string[];
}

const equal = (a: Json | undefined, b: Json): boolean => {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, at) => equal(one, b[at] as Json));
  if (!isObject(a) || !isObject(b)) return a === b;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && equal(a[key], b[key] as Json))
  );
};

const containsMask = (value: Json): boolean =>
  (typeof value === 'string' && value.includes(MASK)) ||
  (Array.isArray(value) ? value.some(containsMask) : isObject(value) && Object.values(value).some(containsMask));

/** Compares an edited configuration with the displayed (masked) one. `$schema` is added by the extension and never sent. */
export function editOf(shown: JsonObject, edited: JsonObject, path: readonly string[] = []): ConfigurationEdit {
  const patch: Record<string, Json> = {};
  const removed: string[] = [];
  const hidden: string[] = [];
  for (const key of Object.keys(shown)) {
    if (Object.hasOwn(edited, key) || (path.length === 0 && key === '$schema')) continue;
    removed.push([...path, key].join('.'));
  }
  for (const [key, value] of Object.entries(edited)) {
    const before = Object.hasOwn(shown, key) ? shown[key] : undefined;
    if ((path.length === 0 && key === '$schema') || equal(before, value)) continue;
    const here = [...path, key];
    if (isObject(value) && (isObject(before) || before === undefined)) {
      const inner = editOf(before ?? {}, value, here);
      removed.push(...inner.removed);
      hidden.push(...inner.hidden);
      if (before === undefined || Object.keys(inner.patch).length > 0) set(patch, key, inner.patch);
    } else if (containsMask(value)) hidden.push(here.join('.'));
    else set(patch, key, value);
  }
  return { patch, removed, hidden };
}

// Not an assignment, since `__proto__` must be treated as an ordinary key.
const set = (object: Record<string, Json>, key: string, value: Json): void =>
  void Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });

/** Settings that were sent and are missing in the response, as the server does not support them. */
export function ignoredIn(patch: JsonObject, answer: JsonObject, path: readonly string[] = []): readonly string[] {
  return Object.entries(patch).flatMap(([key, value]) => {
    const here = [...path, key];
    if (!Object.hasOwn(answer, key)) return [here.join('.')];
    const inner = answer[key];
    return isObject(value) && isObject(inner) ? ignoredIn(value, inner, here) : [];
  });
}
