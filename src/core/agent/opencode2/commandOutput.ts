import { number, text } from '../opencode1/read.js';
import type { CommandOutputPort } from '../ports.js';
import { abortable, unlessMissing, type Client } from './client.js';

/** Reads the output of running commands; events contain only their IDs. */
export const createCommandOutput = ({ data, at }: Client): CommandOutputPort => ({
  async read(command, cursor, directory, signal) {
    const query = { ...at(directory), cursor: String(cursor) };
    const answer = await unlessMissing(
      data('GET /api/shell/{id}/output', { path: { id: command }, query }, abortable(signal)),
    );
    const output = text(answer, 'output');
    return output === undefined ? undefined : { output, cursor: number(answer, 'cursor') ?? cursor };
  },
});
