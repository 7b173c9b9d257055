import { compact, defined, field, list, number, text } from '../opencode1/read.js';
import type { BackgroundPort, BackgroundProcess } from '../ports.js';
import { abortable, type Client } from './client.js';

/** Bytes of output that are shown, counted from the end. */
const MAX_SHOWN = 1024 * 1024;

const decode = (value: unknown): BackgroundProcess | undefined => {
  const [id, command] = [text(value, 'id'), text(value, 'command')];
  if (id === undefined || command === undefined) return undefined;
  return defined({
    id,
    command,
    directory: text(value, 'cwd'),
    isRunning: text(value, 'status') === 'running',
    exitCode: number(value, 'exit'),
    created: number(field(value, 'time'), 'started') ?? 0,
  });
};

/** Lists commands of agents, including background ones, and the terminals of all clients. */
export function createBackground(client: Client, terminals: BackgroundPort): BackgroundPort {
  const commands = createCommands(client);
  /** IDs of the listed terminals; all other processes are commands. */
  let terminalIds: ReadonlySet<string> = new Set();
  const ownerOf = (id: string): BackgroundPort => (terminalIds.has(id) ? terminals : commands);
  return {
    async list(signal) {
      const [ran, opened] = await Promise.all([commands.list(signal), terminals.list(signal)]);
      terminalIds = new Set(opened.map(({ id }) => id));
      return [...ran, ...opened];
    },
    output: (id, signal) => ownerOf(id).output(id, signal),
    stop: (id, signal) => ownerOf(id).stop(id, signal),
  };
}

const createCommands = ({ data, call, at }: Client): BackgroundPort => ({
  async list(signal) {
    const shells = await data('GET /api/shell', { query: at() }, abortable(signal));
    return compact(list(shells), decode).toSorted((a, b) => b.created - a.created);
  },
  async output(id, signal) {
    const read = (cursor: number, limit: number): Promise<unknown> => {
      const query = { ...at(), cursor: String(cursor), limit: String(limit) };
      return data('GET /api/shell/{id}/output', { path: { id }, query }, abortable(signal));
    };
    const size = number(await read(0, 1), 'size') ?? 0;
    let output = '';
    for (let cursor = Math.max(0, size - MAX_SHOWN); cursor < size;) {
      const answer = await read(cursor, MAX_SHOWN);
      const next = number(answer, 'cursor') ?? size;
      if (next <= cursor) break;
      output += text(answer, 'output') ?? '';
      cursor = next;
    }
    return output;
  },
  async stop(id, signal) {
    await call('DELETE /api/shell/{id}', { path: { id }, query: at() }, abortable(signal));
  },
});
