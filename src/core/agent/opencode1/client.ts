import { createOpencodeClient, type OpencodeClient } from '@opencode-ai/sdk/v2/client';
import { Failure, toFailure } from '../../failure.js';
import type { EventsPort } from '../ports.js';
import { text } from './read.js';
import type { Http } from '../transport/http.js';

/** Context of a call. */
export interface Client {
  readonly http: Http;
  readonly client: OpencodeClient;
  /** The sandbox's default directory, as a query parameter for every call. */
  readonly at: { readonly directory?: string };
  /** This directory if given, else the sandbox's default one. */
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

/** Options with the signal, if there is one. */
export const abortable = (signal?: AbortSignal): { signal?: AbortSignal } => (signal === undefined ? {} : { signal });
/** Options of an SDK call. */
export const opt = (signal?: AbortSignal) => ({ throwOnError: true as const, ...abortable(signal) });

/** Returns the data of an SDK response; rejects with the original `Failure`. */
export async function dataOf<T>(answer: Promise<{ data?: T; error?: unknown }>): Promise<T | undefined> {
  try {
    return (await answer).data;
  } catch (error) {
    throw unwrapped(error);
  }
}

/** Unwraps the error that the SDK's fetch threw. */
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
