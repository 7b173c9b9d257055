/** Decodes usage and failures of messages, their steps and sessions. */
import type { Tokens, TurnError } from '../../../../shared/model/entities.js';
import { defined, field, flag, number, text } from '../read.js';

/** Token usage of a turn or a session; undefined if it is not reported. */
export const tokens = (value: unknown): Tokens | undefined =>
  field(value, 'input') === undefined
    ? undefined
    : {
        input: number(value, 'input') ?? 0,
        output: number(value, 'output') ?? 0,
        reasoning: number(value, 'reasoning') ?? 0,
        cacheRead: number(field(value, 'cache'), 'read') ?? 0,
        cacheWrite: number(field(value, 'cache'), 'write') ?? 0,
      };

/** A failure of a turn; both servers put the message into `data.message`. */
export const turnError = (value: unknown): TurnError | undefined => {
  const name = text(value, 'name');
  if (name === undefined) return undefined;
  const data = field(value, 'data');
  return defined({
    name,
    message: text(data, 'message') ?? text(value, 'message') ?? name,
    statusCode: number(data, 'statusCode'),
    retryable: flag(data, 'isRetryable'),
  });
};
