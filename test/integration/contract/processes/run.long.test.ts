import assert from 'node:assert/strict';
import { leavesNothing } from './leavesNothing.js';
import { eachServer, runningSharedServer } from './servers.js';

const encode = (value: string): Uint8Array => new TextEncoder().encode(value);
const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('programs in the sandbox', () => {
  eachServer((kind) => {
    const at = runningSharedServer(kind);
    const directory = (): string => at().repository.path;

    it('take 5 MB of input and print 10 MB', async () => {
      const input = new Uint8Array(5_000_000).map((_, index) => (index * 7919) % 251);
      const { stdout } = await at().processes.run(['sh', '-c', 'cat >"$1"; cat "$1" "$1"; rm "$1"', 'sh', 'big.bin'], {
        directory: directory(),
        input,
      });
      assert.equal(stdout.length, 10_000_000);
      assert.ok(Buffer.from(stdout).equals(Buffer.concat([input, input])));
    });
    it('run 100 at once, each with its own output', async () => {
      const runs = Array.from({ length: 100 }, (_, index) =>
        at().processes.run(['sh', '-c', 'cat; echo "$1"', 'sh', String(index)], {
          directory: directory(),
          input: encode(`${index}:`),
        }),
      );
      const outputs = (await Promise.all(runs)).map(({ stdout }) => decode(stdout));
      assert.deepEqual(
        outputs,
        Array.from({ length: 100 }, (_, index) => `${index}:${index}\n`),
      );
    });
    leavesNothing(kind, at);
  });
});
