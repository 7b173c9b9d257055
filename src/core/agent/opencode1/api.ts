import type { OpencodeClient } from '@opencode-ai/sdk/v2/client';
import { isObject } from './read.js';
import type { Http } from '../transport/http.js';

/**
 * The calls of the SDK that are made, each with its method and path and, where a parameter is the whole body, its name.
 * The types are the SDK's own; its code holds all calls of the server in classes that no bundler can shorten.
 */
const ROUTES = {
  app: { agents: 'GET /agent' },
  command: { list: 'GET /command' },
  config: { get: 'GET /config', providers: 'GET /config/providers' },
  file: { list: 'GET /file' },
  find: { files: 'GET /find/file', text: 'GET /find' },
  global: {
    config: { get: 'GET /global/config', update: 'PATCH /global/config config' },
    health: 'GET /global/health',
  },
  path: { get: 'GET /path' },
  permission: { list: 'GET /permission', reply: 'POST /permission/{requestID}/reply' },
  project: { current: 'GET /project/current' },
  provider: { list: 'GET /provider' },
  question: {
    list: 'GET /question',
    reject: 'POST /question/{requestID}/reject',
    reply: 'POST /question/{requestID}/reply',
  },
  session: {
    abort: 'POST /session/{sessionID}/abort',
    command: 'POST /session/{sessionID}/command',
    create: 'POST /session',
    delete: 'DELETE /session/{sessionID}',
    diff: 'GET /session/{sessionID}/diff',
    fork: 'POST /session/{sessionID}/fork',
    get: 'GET /session/{sessionID}',
    list: 'GET /session',
    message: 'GET /session/{sessionID}/message/{messageID}',
    messages: 'GET /session/{sessionID}/message',
    promptAsync: 'POST /session/{sessionID}/prompt_async',
    revert: 'POST /session/{sessionID}/revert',
    shell: 'POST /session/{sessionID}/shell',
    status: 'GET /session/status',
    summarize: 'POST /session/{sessionID}/summarize',
    todo: 'GET /session/{sessionID}/todo',
    unrevert: 'POST /session/{sessionID}/unrevert',
    update: 'PATCH /session/{sessionID}',
  },
  vcs: { apply: 'POST /vcs/apply', diff: 'GET /vcs/diff', get: 'GET /vcs' },
} as const;

interface Routes {
  readonly [name: string]: string | Routes;
}

type Calls<Client, R> = {
  readonly [Name in keyof R & keyof Client]: R[Name] extends string ? Client[Name] : Calls<Client[Name], R[Name]>;
};

/** A client of OpenCode 1 as the SDK types it, without the calls that nobody makes. */
export type Api = Calls<OpencodeClient, typeof ROUTES>;

/** Options of a call; `patient`: it may take as long as a turn. */
export interface ApiOptions {
  readonly signal?: AbortSignal;
  readonly patient?: boolean;
}

/** Parameters that are part of the query whatever the method is. */
const IN_QUERY = ['directory', 'workspace'];

/** Calls whose parameters go where the server's description puts them: into the path, the query or the body. */
export function createApi(http: Http): Api {
  const callTo = (route: string) => {
    const [method = '', template = '', whole = ''] = route.split(' ');
    const hasBody = method !== 'GET' && method !== 'DELETE';
    return async (...given: readonly unknown[]): Promise<{ data: unknown }> => {
      const parameters = given.length > 1 && isObject(given[0]) ? given[0] : {};
      const left = new Map(Object.entries(parameters).filter(([, value]) => value !== undefined));
      const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
        const value = String(left.get(name));
        left.delete(name);
        return encodeURIComponent(value);
      });
      const entries = [...left];
      const isQuery = ([name]: readonly [string, unknown]): boolean => !hasBody || IN_QUERY.includes(name);
      const query = Object.fromEntries(entries.filter(isQuery).map(([name, value]) => [name, String(value)]));
      const rest = Object.fromEntries(entries.filter((entry) => !isQuery(entry)));
      const body = whole === '' ? rest : rest[whole];
      const content =
        Object.keys(rest).length === 0
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      return { data: await http.json(method, path, { query, ...content, ...(given.at(-1) as ApiOptions) }) };
    };
  };
  const build = (routes: Routes): unknown =>
    Object.fromEntries(
      Object.entries(routes).map(([name, route]) => [name, typeof route === 'string' ? callTo(route) : build(route)]),
    );
  return build(ROUTES) as Api;
}
