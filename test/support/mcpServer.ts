// A tool server for agents, spoken to over standard input and output: one tool that answers with JSON and a picture.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemp, removeTemp } from './temp.js';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEklEQVR4nGP4z8CAFWEXHbQSACj/P8Fu7N9hAAAAAElFTkSuQmCC';

const code = `
import { createInterface } from 'node:readline';
const tool = { name: 'lookup', description: 'Looks a word up', inputSchema: { type: 'object', properties: { word: { type: 'string' } } } };
const answers = {
  initialize: ({ protocolVersion }) => ({ protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 'words', version: '1' } }),
  'tools/list': () => ({ tools: [tool] }),
  'tools/call': ({ arguments: { word } }) => ({
    content: [
      { type: 'text', text: JSON.stringify({ word, meanings: ['first', 'second'] }) },
      { type: 'image', data: '${pixel}', mimeType: 'image/png' },
    ],
  }),
  ping: () => ({}),
};
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) return;
  const answer = answers[method];
  const body = answer ? { result: answer(params ?? {}) } : { error: { code: -32601, message: 'no such method' } };
  process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, ...body }) + '\\n');
});
`;

/** Writes the server; `config` goes under `mcp` of OpenCode's configuration, and its tool is `words_lookup` there. */
export function makeMcpServer(): { readonly config: object; dispose(): void } {
  const dir = makeTemp('mcp');
  const file = join(dir, 'words.mjs');
  writeFileSync(file, code);
  return {
    config: { words: { type: 'local', command: [process.execPath, file] } },
    dispose: () => removeTemp(dir),
  };
}
