import { foreignErrorText } from './foreignErrors.js';

/**
 * Kinds of failures, by what the user can do about them:
 * - `unreachable`: no response (refused, no such host, timed out);
 * - `waking`: 502, 503 or 504 of a machine that is starting: retried;
 * - `unauthorized`: 401 or 403: credentials are needed or wrong;
 * - `wrongAddress`: something answered that is not a sandbox (HTML, 404, a redirect);
 * - `incompatible`: a server of another protocol (OpenCode 2);
 * - `insecure`: plain http to another machine that the user has not allowed;
 * - `wrongMachine`: a file of another machine than the one this code runs on;
 * - `rejected`: the server refused the request (400, 404, 409, 413, …);
 * - `aborted`: canceled on purpose;
 * - `bug`: anything else.
 */
export type FailureKind =
  | 'unreachable'
  | 'waking'
  | 'unauthorized'
  | 'wrongAddress'
  | 'incompatible'
  | 'insecure'
  | 'wrongMachine'
  | 'rejected'
  | 'aborted'
  | 'bug';

/** An error with a kind that decides what the user is offered. `message` is plain English without secrets or full URLs. */
export class Failure extends Error {
  readonly kind: FailureKind;
  /** HTTP status, where there was an answer. */
  readonly status: number | undefined;
  /** `Retry-After` of the server in ms. */
  readonly retryAfter: number | undefined;
  /** Timed out without any data: connections may have died silently. */
  readonly silent: boolean;
  /** The answer says "not now" rather than "no" (429, an error page of a gateway): the same call may succeed later. */
  readonly temporary: boolean;
  /** The action that the message suggests; undefined if it suggests none. */
  readonly remedy: 'retry' | 'address' | undefined;
  constructor(
    kind: FailureKind,
    message: string,
    more: {
      status?: number;
      retryAfter?: number;
      silent?: boolean;
      temporary?: boolean;
      remedy?: 'retry' | 'address';
      cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'Failure';
    this.kind = kind;
    this.status = more.status;
    this.retryAfter = more.retryAfter;
    this.silent = more.silent ?? false;
    this.temporary = more.temporary ?? false;
    this.remedy = more.remedy;
  }
}

/** An error for the log, with its stack. */
export const withStack = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? String(error)) : String(error);

/** Whether the same call may succeed later, or once the user signs in or changes a setting: the refusal is not final. */
export const mayWorkLater = (error: unknown): boolean =>
  !(error instanceof Failure) || error.temporary || (error.kind !== 'rejected' && error.kind !== 'wrongAddress');

/** Anything thrown as a Failure; a foreign error is a bug until proven otherwise. */
export const toFailure = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure('bug', foreignErrorText(error), { cause: error });
