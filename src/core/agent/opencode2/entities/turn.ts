import type { TurnError } from '../../../../shared/model/entities.js';
import { defined, number, text } from '../../opencode1/read.js';

/** Error types with their names in the model. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['aborted', 'MessageAbortedError'],
  ['provider.auth', 'ProviderAuthError'],
]);

/** Messages for a conversation that is too long; the server has no error type for it. */
const TOO_LONG = /context (?:length|window)|too many tokens|prompt is too long/i;

/** A failure of a step or of a complete execution. */
export const turnError = (value: unknown): TurnError | undefined => {
  const type = text(value, 'type');
  if (type === undefined) return undefined;
  const message = text(value, 'message') ?? type;
  const name =
    type === 'provider.invalid-request' && TOO_LONG.test(message.slice(0, 2_000))
      ? 'ContextOverflowError'
      : NAMES.get(type);
  return defined({ name: name ?? type, message, statusCode: number(value, 'status') });
};
