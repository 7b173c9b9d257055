// Both versions of OpenCode as the measurement drives them, past the clients.
import { EventSource } from 'eventsource';
import { version1 as first, version2 as second, type Version } from '../../e2e/versions.js';
import { endOf, makeLongSession } from '../../support/longSession.js';
import { makeBriefSession2, makeLongSession2 } from '../../support/longSession2.js';
import type { Opencode } from '../../support/opencode.js';
import { webUi1, webUi2, type WebUi } from './client.js';

/** A version whose web UI stands beside our chat. */
export interface MeasuredVersion extends Version {
  /** How the names of its rows begin. */
  readonly rows: string;
  /** Path of its stream of events; what an event has in it that ends a turn. */
  readonly events: string;
  readonly turnEnds: RegExp;
  readonly webUi: WebUi;
  /** Makes a session of so many turns with this title; gives its ID. */
  makeLong(server: Opencode, turns: number, title: string): Promise<string>;
  /** Makes a session whose only message says its end; quicker than a turn. */
  makeBrief(server: Opencode, title: string): Promise<string>;
  /** Sends a prompt; resolves when it is accepted, not when it is answered. */
  prompt(server: Opencode, id: string, text: string): Promise<Response>;
  stop(server: Opencode, id: string): Promise<Response>;
  remove(server: Opencode, id: string): Promise<Response>;
}

const post = (server: Opencode, path: string, body: object = {}): Promise<Response> =>
  server.fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

export const version1: MeasuredVersion = {
  ...first,
  rows: '',
  events: '/event',
  turnEnds: /"session\.idle"/,
  webUi: webUi1,
  makeLong: makeLongSession,
  async makeBrief(server, title) {
    const id = await first.createSession(server, title);
    const parts = [{ type: 'text', text: endOf(title) }];
    await server.json(`/session/${id}/message`, { noReply: true, parts });
    return id;
  },
  prompt: (server, id, text) => post(server, `/session/${id}/prompt_async`, { parts: [{ type: 'text', text }] }),
  stop: (server, id) => post(server, `/session/${id}/abort`),
  remove: (server, id) => server.fetch(`/session/${id}`, { method: 'DELETE' }),
};

export const version2: MeasuredVersion = {
  ...second,
  rows: 'OpenCode 2: ',
  events: '/api/event',
  turnEnds: /"session\.execution\.(succeeded|failed|interrupted)"/,
  webUi: webUi2,
  makeLong: makeLongSession2,
  makeBrief: makeBriefSession2,
  prompt: (server, id, text) => post(server, `/api/session/${id}/prompt`, { text }),
  stop: (server, id) => post(server, `/api/session/${id}/interrupt`),
  remove: (server, id) => server.fetch(`/api/session/${id}`, { method: 'DELETE' }),
};

/** Resolves when the session is idle again after working; ms since 1970. Listens from now on. */
export const finished = ({ events, turnEnds }: MeasuredVersion, server: Opencode, id: string): Promise<number> =>
  new Promise((resolve) => {
    const source = new EventSource(`${server.url}${events}`, {
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...server.headers() } }),
    });
    source.addEventListener('message', ({ data }: { data: string }) => {
      if (!turnEnds.test(data) || !data.includes(id)) return;
      source.close();
      resolve(Date.now());
    });
  });
