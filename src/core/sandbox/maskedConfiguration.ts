import type { Json, JsonObject } from '../../shared/model/entities.js';
import { secretTextSigns } from '../changes/secrets.js';
import { hideSecrets, isReference } from '../hideSecrets.js';
import { describesSecret, namesSecret } from '../secretNames.js';
import { isObject } from '../../shared/json.js';

/** Placeholder for a secret that stays on the server; a value that equals it was not edited. */
export const MASK = '••••••••';

/** Names of numeric secrets; other numbers, such as `maxTokens`, are counts. */
const NUMERIC = /(password|passwd|pwd|passphrase|passcode|pin|otp)s?$/i;
/** Command-line options whose value is `user:password`. */
const USER_OPTIONS = /^(-u|-U|--user|--proxy-user|--userpwd)$/;
const HEADER = /^(\s{0,8}([\w-]{1,100})\s{0,8}:\s{0,8})(\S.*)$/s;
const OPTION = /(^|\s)(--?[a-z][\w-]{0,99})(\s{1,8})(?!-)("[^"]+"|'[^']+'|[^\s"']+)/gi;

/** Whether a text before a value marks it as a secret: an option, a header, or a variable. */
const announcesSecret = (text: Json | undefined): boolean =>
  typeof text === 'string' && /^-{0,2}[A-Za-z_][\w.-]{0,99}:?$/.test(text) && namesSecret(text);

/** Masks secrets inside a text whose name does not mark it as a secret. */
function maskedText(text: string): string {
  if (secretTextSigns(text).length > 0 && !isReference(text)) return MASK;
  const header = HEADER.exec(text);
  if (header !== null && namesSecret(header[2] ?? '') && !isReference(header[3] ?? '')) return `${header[1]}${MASK}`;
  return hideSecrets(text, MASK).replaceAll(
    OPTION,
    (whole, before: string, option: string, space: string, value: string) =>
      namesSecret(option) && !isReference(value) && value !== MASK ? `${before}${option}${space}${MASK}` : whole,
  );
}

/** Masks a list, whose elements may be options, headers or names, each followed by its value. */
function maskedList(list: readonly Json[], secret: boolean): Json {
  return list.map((value: Json, at) => {
    const before = list[at - 1];
    if (typeof value !== 'string' || secret) return maskedValue(value, secret);
    if (typeof before === 'string' && USER_OPTIONS.test(before) && value.includes(':')) return MASK;
    return maskedValue(value, announcesSecret(before) && !announcesSecret(value));
  });
}

function maskedObject(object: JsonObject, secret: boolean): Json {
  // `{"name": "Authorization", "value": "…"}`
  const named = [object['name'], object['key'], object['header'], object['variable']].some(announcesSecret);
  return Object.fromEntries(
    Object.entries(object).map(([name, value]) => {
      if (name === 'value' && named) return [name, maskedValue(value, true)];
      if (named && typeof value === 'string' && announcesSecret(value)) return [name, value];
      const isSecret = namesSecret(name) || (secret && !describesSecret(name));
      if (typeof value === 'number' && NUMERIC.test(name)) return [name, MASK];
      return [name, maskedValue(value, isSecret)];
    }),
  );
}

function maskedValue(value: Json, secret: boolean): Json {
  if (typeof value === 'string') {
    if (secret && value !== '' && !isReference(value)) return MASK;
    return maskedText(value);
  }
  if (Array.isArray(value)) return maskedList(value, secret);
  return isObject(value) ? maskedObject(value, secret) : value;
}

/** Masks the secrets of a configuration, detected by name, position or format. */
export const masked = (value: Json): Json => maskedValue(value, false);

/**
 * The configuration for display, with the extension's own schema or none: VS Code would fetch the one that the server
 * specifies.
 */
export function shownConfiguration(config: JsonObject, schema: string | undefined): JsonObject {
  const { $schema: _, ...rest } = masked(config) as JsonObject;
  return schema === undefined ? rest : { $schema: schema, ...rest };
}
