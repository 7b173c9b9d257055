import { createOpencodeClient, type OpencodeClient } from '@opencode-ai/sdk/v2/client';
import { Failure, toFailure } from '../../failure.js';
import type { EventsPort } from '../ports.js';
import { text } from './read.js';
import type { Http } from '../transport/http.js';

/** Context of a call. */
export interface Client {
  readonly http: Http;
  readonly client: OpencodeClient;
  /** The sandbox's own directory, as every call names it. */
  readonly at: { readonly directory?: string };
  /** Another directory if one is given, else the sandbox's own. */
  where(directory?: string): { directory?: string };
}

export function createClient(http: Http, directory?: string): Client {
  const at = directory === undefined ? {} : { directory };
  return {
    http,
    client: createOpencodeClient({ baseUrl: http.baseUrl, fetch: http.sdkFetch, throwOnError: true }),
    at,
    where: (other) => (other === undefined ? at : { directory: other }),
  };
}

/** Reads the server's version. */
export const health =
  ({ client }: Client): EventsPort['health'] =>
  async (signal) => ({ version: text(await dataOf(client.global.health(opt(signal))), 'version') ?? '' });

/** The signal of a call, if it has one. */
export const abortable = (signal?: AbortSignal): { signal?: AbortSignal } => (signal === undefined ? {} : { signal });
/** Options of a call of the SDK. */
export const opt = (signal?: AbortSignal) => ({ throwOnError: true as const, ...abortable(signal) });

/** Data of an SDK response; errors become the original Failure. */
export async function dataOf<T>(answer: Promise<{ data?: T; error?: unknown }>): Promise<T | undefined> {
  try {
    return (await answer).data;
  } catch (error) {
    throw unwrapped(error);
  }
}

/** The SDK wraps what its fetch threw. */
function unwrapped(error: unknown): Failure {
  for (let at: unknown = error, depth = 0; depth < 5 && at instanceof Error; at = at.cause, depth++)
    if (at instanceof Failure) return at;
  return toFailure(error);
}

/** The requested data; undefined if the server does not have it. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Failure && error.status === 404) return undefined;
    throw error;
  }
}
