import assert from 'node:assert/strict';
import { ProcessOutput } from '../../../../../src/core/agent/sandboxAgent/processOutput.js';

const entry = (sequence: number, data = String(sequence)) => ({ sequence, data: btoa(data), encoding: 'base64' });

/** A log with these entries, of which the stream sends only some. */
function log(all: readonly number[], streamed: readonly number[], before = 0) {
  const lines = streamed.map((sequence) => `event: log\nid: ${sequence}\ndata: ${JSON.stringify(entry(sequence))}\n\n`);
  let [opened, written] = [0, before];
  const got: number[] = [];
  const output = new ProcessOutput(
    async ({ follow, since = '0' }) => {
      if (follow === undefined) {
        const entries = all.filter((sequence) => sequence > Number(since) && sequence <= written);
        return Response.json({ entries: entries.map((sequence) => entry(sequence)) });
      }
      if (opened++ > 0) throw new Error('gone');
      return new Response(
        new ReadableStream({
          pull(controller) {
            const line = lines.shift();
            written = all.length;
            if (line === undefined) return controller.close();
            controller.enqueue(new TextEncoder().encode(line));
          },
        }),
      );
    },
    0,
    (_, sequence) => got.push(sequence),
  );
  return { got, end: () => new Promise<void>((resolve) => void output.follow(resolve)), output };
}

describe('what a process of Sandbox Agent prints', () => {
  it('is given in order', async () => {
    const { got, end } = log([1, 2, 3], [1, 2, 3]);
    await end();
    assert.deepEqual(got, [1, 2, 3]);
  });
  it('is read again where the stream left pieces out', async () => {
    const { got, end } = log([1, 2, 3, 4, 5, 6], [1, 5, 6]);
    await end();
    assert.deepEqual(got, [1, 2, 3, 4, 5, 6]);
  });
  it('is given once where the log and the stream both have it', async () => {
    const { got, end } = log([1, 2, 3, 4], [2, 3, 4], 3);
    await end();
    assert.deepEqual(got, [1, 2, 3, 4]);
  });
  it('leaves out what the server prints at the end of a terminal, and treats it as the end', async () => {
    const said = '\n[process stream error: Input/output error (os error 5)]\n';
    const got: number[] = [];
    const output = new ProcessOutput(
      async ({ follow }) =>
        follow === undefined ? Response.json({ entries: [entry(1), entry(2, said)] }) : new Response(''),
      0,
      (_, sequence) => got.push(sequence),
    );
    await output.follow(() => output.close());
    await output.ended;
    assert.deepEqual(got, [1]);
    output.close();
  });
});
