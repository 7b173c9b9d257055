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
  /** HTTP status, if there was a response. */
  readonly status: number | undefined;
  /** `Retry-After` of the server in ms. */
  readonly retryAfter: number | undefined;
  /** The call timed out without any data: other connections may be dead too. */
  readonly silent: boolean;
  /** The error is temporary (429, an error page of a gateway): the same call may succeed later. */
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

/** Formats an error with its stack, for the log. */
export const withStack = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? String(error)) : String(error);

/** Whether the error is not final: the same call may succeed later, or after the user signs in or changes a setting. */
export const mayWorkLater = (error: unknown): boolean =>
  !(error instanceof Failure) || error.temporary || (error.kind !== 'rejected' && error.kind !== 'wrongAddress');

/** Converts anything thrown to a `Failure`; an error of another type counts as a bug. */
export const toFailure = (error: unknown): Failure =>
  error instanceof Failure ? error : new Failure('bug', foreignErrorText(error), { cause: error });
