// A turn seen from outside both clients: sent over the API, its end heard on the server's own stream.
import { EventSource } from 'eventsource';
import type { Opencode } from '../../support/opencode.js';

/** Sends a prompt; it is taken, not answered, when this resolves. */
export const prompt = (server: Opencode, id: string, text: string): Promise<Response> =>
  server.fetch(`/session/${id}/prompt_async`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ parts: [{ type: 'text', text }] }),
  });

/** When the session rests after having worked; ms since 1970. Listens from now on. */
export const finished = (server: Opencode, id: string): Promise<number> =>
  new Promise((resolve) => {
    const source = new EventSource(`${server.url}/event`, {
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...server.headers() } }),
    });
    source.addEventListener('message', ({ data }: { data: string }) => {
      if (!data.includes('"session.idle"') || !data.includes(id)) return;
      source.close();
      resolve(Date.now());
    });
  });
