import type { TurnError } from '../../shared/model/entities.js';

/** Advice about a failure: an English text, translated on display, and the action of its button. */
export interface Advice {
  readonly words: string;
  readonly act?: 'compact' | 'pickModel';
}

const ADVICE: Readonly<Record<string, Advice>> = {
  ProviderAuthError: {
    words: 'The model’s provider did not accept its credentials. Check them in the sandbox, or choose another model.',
    act: 'pickModel',
  },
  ContextOverflowError: {
    words: 'The conversation is longer than the model can read. Compact it or start a new session.',
    act: 'compact',
  },
  MessageOutputLengthError: { words: "The answer exceeds the model's output limit. Ask it to continue." },
  limited: {
    words: 'The model’s provider is rate-limiting requests. Wait a while, or choose another model.',
    act: 'pickModel',
  },
  trouble: {
    words: 'The model’s provider had an internal error. Send the prompt again later, or choose another model.',
    act: 'pickModel',
  },
};

/** Returns advice about a failed turn, if there is any. */
export function adviceFor({ name, statusCode = 0 }: TurnError): Advice | undefined {
  if (Object.hasOwn(ADVICE, name)) return ADVICE[name];
  if (statusCode === 401 || statusCode === 403) return ADVICE['ProviderAuthError'];
  if (statusCode === 429) return ADVICE['limited'];
  return statusCode >= 500 ? ADVICE['trouble'] : undefined;
}
