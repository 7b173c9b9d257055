import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createChannel, type Wire } from '../../../src/shared/channel.js';

interface Table {
  readonly [name: string]: { readonly params: unknown; readonly result: unknown };
  readonly add: { readonly params: { readonly a: number; readonly b: number }; readonly result: number };
  readonly boom: { readonly params: null; readonly result: never };
}

/** Two ends joined through JSON, as postMessage joins them. */
function pair(onError: (error: unknown) => void = () => {}) {
  const heard: unknown[] = [];
  const over = (to: () => { receive(message: unknown): void }) => (message: Wire) =>
    void Promise.resolve().then(() => to().receive(JSON.parse(JSON.stringify(message))));
  const left: ReturnType<typeof createChannel<{ hello: string }, Table>> = createChannel(
    over(() => right),
    {},
    {},
    onError,
  );
  const right: ReturnType<typeof createChannel<Record<never, never>, Record<never, never>>> = createChannel(
    over(() => left),
    {
      hello: (data: string) => {
        heard.push(data);
        if (data === 'throw') throw new Error('no');
      },
    },
    {
      add: async ({ a, b }: { a: number; b: number }) => a + b,
      boom: async () => {
        throw new Error('bang');
      },
    },
    onError,
  );
  return { left, right, heard };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('channel', () => {
  it('answers a request with its result, and a failing one with its words', async () => {
    const { left } = pair();
    assert.equal(await left.request('add', { a: 2, b: 3 }), 5);
    await assert.rejects(left.request('boom', null), /bang/);
  });

  it('refuses requests nobody declared, even those that every object has', async () => {
    const { left } = pair();
    await assert.rejects(left.request('constructor', null), /Unknown request/);
  });

  it('delivers events and survives a handler that throws', async () => {
    const errors: unknown[] = [];
    const { left, heard } = pair((error) => errors.push(error));
    left.send('hello', 'throw');
    left.send('hello', 'again');
    await turn();
    assert.deepEqual([heard, errors.length], [['throw', 'again'], 1]);
  });

  it('ignores anything that is not its own without throwing', () => {
    const { right, heard } = pair();
    fc.assert(
      fc.property(fc.anything(), (message) => {
        right.receive(message);
      }),
    );
    assert.deepEqual(heard, []);
  });
});
