import { abortable, type Client } from '../opencode1/client.js';
import { compact, defined, list, number, text, texts } from '../opencode1/read.js';
import type { BackgroundPort, BackgroundProcess, ProcessesPort } from '../ports.js';
import { decodeBase64 } from '../processes/script.js';
import { rootOf } from './terminals.js';

/** Bytes of output that are shown, counted from the end. */
const MAX_SHOWN = 1024 * 1024;
/** Ends the process tree; the server itself ends only the process, not its children. */
const END_TREE = `
tree() {
  for child in $(grep -ls "^PPid:[[:space:]]*$1$" /proc/[0-9]*/status | cut -d/ -f3); do tree "$child"; done
  echo "$1"
}
all=$(tree "$1")
kill $all 2>/dev/null
sleep 1
kill -9 $all 2>/dev/null
:`;

interface ServerProcess extends BackgroundProcess {
  readonly pid: number | undefined;
}

const decode = (value: unknown): ServerProcess | undefined => {
  const [id, command] = [text(value, 'id'), text(value, 'command')];
  if (id === undefined || command === undefined) return undefined;
  return defined({
    id,
    command: [command, ...texts(value, 'args')].join(' '),
    directory: text(value, 'cwd'),
    isRunning: text(value, 'status') === 'running',
    exitCode: number(value, 'exitCode'),
    created: number(value, 'createdAtMs') ?? 0,
    pid: number(value, 'pid'),
  }) as ServerProcess;
};

/** Lists the processes of Sandbox Agent. */
export function createBackground(caller: Client, processes: ProcessesPort): BackgroundPort {
  const call = async (method: string, path: string, signal?: AbortSignal, query?: Record<string, string>) =>
    caller.http.call(method, `/v1/processes${path}`, {
      base: rootOf(caller),
      ...(query === undefined ? {} : { query }),
      ...abortable(signal),
    });
  const at = (id: string): string => `/${encodeURIComponent(id)}`;
  return {
    async list(signal) {
      const answer: unknown = await (await call('GET', '', signal)).json();
      return compact(list(answer, 'processes'), decode).toSorted((a, b) => b.created - a.created);
    },
    async output(id, signal) {
      const answer: unknown = await (await call('GET', `${at(id)}/logs`, signal)).json();
      const pieces = compact(list(answer, 'entries'), (entry) => text(entry, 'data')).map(decodeBase64);
      const decoder = new TextDecoder();
      const all = pieces.map((piece) => decoder.decode(piece, { stream: true })).join('');
      return all.slice(-MAX_SHOWN);
    },
    async stop(id, signal) {
      const one = decode(await (await call('GET', at(id), signal)).json());
      if (one === undefined) return;
      if (!one.isRunning) return void (await call('DELETE', at(id), signal));
      if (one.pid !== undefined && Number.isSafeInteger(one.pid) && one.pid > 1)
        await processes.run(['sh', '-c', END_TREE, 'sh', String(one.pid)], { directory: '/' }, signal);
      const after = decode(await (await call('GET', at(id), signal)).json());
      if (after?.isRunning === true) await call('POST', `${at(id)}/kill`, signal, { waitMs: '2000' });
    },
  };
}
