import type { BackgroundPort, BackgroundProcess } from '../ports.js';
import { RUN_TITLE } from '../processes/terminalProcesses.js';
import type { Http } from '../transport/http.js';
import { abortable } from './client.js';
import { compact, defined, list, text, texts } from './read.js';
import { connectTo, type TerminalsApi } from './terminals.js';

const decode = (value: unknown): BackgroundProcess | undefined => {
  const [id, command] = [text(value, 'id'), text(value, 'command')];
  if (id === undefined || command === undefined || text(value, 'title') === RUN_TITLE) return undefined;
  return defined({
    id,
    command: [command, ...texts(value, 'args')].join(' '),
    directory: text(value, 'cwd'),
    isRunning: text(value, 'status') !== 'exited',
    // The server does not report it; its IDs ascend with time.
    created: 0,
  });
};

/** The terminals of all clients, which are the only processes that OpenCode 1 lists. */
export const listTerminals = (http: Http, api: TerminalsApi): BackgroundPort => ({
  async list(signal) {
    const answer = await http.call('GET', api.path, { query: api.query(), ...abortable(signal) });
    const all = compact(list(api.content(await answer.json())), decode);
    return all.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  },
  async output(id, signal) {
    let output = '';
    let end = (): void => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    const listener = { output: (piece: string) => void (output += piece), position: end, closed: end };
    signal?.addEventListener('abort', end, { once: true });
    const socket = await connectTo(http, api, id, { ...api.query(), cursor: '0' }, listener);
    if (signal?.aborted) end();
    await ended;
    signal?.removeEventListener('abort', end);
    socket.close();
    return output;
  },
  async stop(id, signal) {
    await http.call('DELETE', `${api.path}/${encodeURIComponent(id)}`, { query: api.query(), ...abortable(signal) });
  },
});
