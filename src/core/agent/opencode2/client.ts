import { Failure } from '../../failure.js';
import { field } from '../opencode1/read.js';
import { notASandbox, type CallOptions, type Http } from '../transport/http.js';
import type { Requests } from './api.js';

/** An operation of the server, by its name in the OpenAPI document. */
export type Operation = keyof Requests;
type Arguments<K extends Operation> = Requests[K];

/** Options of a call; see `CallOptions`. */
export type Options = Pick<CallOptions, 'signal' | 'headers'>;

/** Context of a call. */
export interface Client {
  readonly http: Http;
  /** The configured folder of the sandbox; undefined for the one that the server was started in. */
  readonly directory: string | undefined;
  /** The folder as a parameter of calls: this directory if given, else the sandbox's default one. */
  at(directory?: string): { readonly location?: { readonly directory: string } };
  call<K extends Operation>(name: K, request: Arguments<K>, options?: Options): Promise<Response>;
  /** Returns the JSON of a response; rejects as `rejected` if it is not JSON. */
  json<K extends Operation>(name: K, request: Arguments<K>, options?: Options): Promise<unknown>;
  /** Returns the `data` of a response. */
  data<K extends Operation>(name: K, request: Arguments<K>, options?: Options): Promise<unknown>;
}

/** Fills in a path template. IDs are encoded, so that they cannot change the path. */
const pathOf = (template: string, names: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(names[name] ?? ''));

/** Formats a query; a member of an object becomes `name[member]`. */
const queryOf = (query: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(query).flatMap(([name, value]) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).map(([member, one]) => [`${name}[${member}]`, String(one)])
        : value === undefined
          ? []
          : [[name, String(value as string | number | boolean)]],
    ),
  );

interface AnyArguments {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

export function createClient(http: Http, directory: string | undefined): Client {
  const call = async (
    name: Operation,
    request: AnyArguments,
    { headers, ...options }: Options = {},
  ): Promise<Response> => {
    const [method = '', template = ''] = name.split(' ');
    const { path = {}, query = {}, body } = request;
    const content = body === undefined ? {} : { 'content-type': 'application/json' };
    const response = await http.call(method, pathOf(template, path), {
      ...options,
      query: queryOf(query),
      headers: { ...content, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    // A sign-in page in front of the server also responds with 200; a prompt would count as accepted.
    const type = response.headers.get('content-type') ?? '';
    if (response.status !== 204 && !type.includes('json')) throw notASandbox(type);
    return response;
  };
  const json = async (name: Operation, request: AnyArguments, options?: Options): Promise<unknown> => {
    const answer = await call(name, request, options);
    try {
      return await answer.json();
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure('rejected', 'The sandbox sent an invalid response.', { cause: error });
    }
  };
  return {
    http,
    directory,
    at(other = directory) {
      return other === undefined ? {} : { location: { directory: other } };
    },
    call,
    json,
    data: async (name, request, options) => field(await json(name, request, options), 'data'),
  };
}

/** Options with the signal, if there is one. */
export const abortable = (signal?: AbortSignal): { signal?: AbortSignal } => (signal === undefined ? {} : { signal });

/** The requested data; undefined if the server does not have it. */
export async function unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Failure && error.status === 404) return undefined;
    throw error;
  }
}
