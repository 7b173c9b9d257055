import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createChannel, type NoRequests, type Wire } from '../../../src/shared/channel.js';

interface Events {
  readonly hello: string;
}
interface Requests {
  readonly add: { readonly params: { readonly a: number; readonly b: number }; readonly result: number };
  readonly boom: { readonly params: null; readonly result: never };
}

/** Two ends joined through JSON, as postMessage joins them. */
function pair(onError: (error: unknown) => void = () => {}) {
  const heard: unknown[] = [];
  type Receiver = (message: unknown) => void;
  const over = (to: () => Receiver) => (message: Wire) =>
    void Promise.resolve().then(() => to()(JSON.parse(JSON.stringify(message))));
  const left = createChannel<Record<never, never>, NoRequests, Events, Requests>(
    over((): Receiver => toRight),
    onError,
  );
  const right = createChannel<Events, Requests, Record<never, never>, NoRequests>(
    over((): Receiver => toLeft),
    onError,
  );
  const toLeft: Receiver = left.receiver({ events: {}, requests: {} });
  const toRight: Receiver = right.receiver({
    events: {
      hello(data) {
        heard.push(data);
        if (data === 'throw') throw new Error('no');
      },
    },
    requests: {
      add: async ({ a, b }) => a + b,
      boom: async () => {
        throw new Error('bang');
      },
    },
  });
  return { left, toRight, heard };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('channel', () => {
  it('answers a request with its result, and a failed one with its message', async () => {
    const { left } = pair();
    assert.equal(await left.request('add', { a: 2, b: 3 }), 5);
    await assert.rejects(left.request('boom', null), /bang/);
  });

  it('refuses undeclared requests, even those named like properties of every object', async () => {
    const { left } = pair();
    await assert.rejects(left.request('constructor' as 'boom', null), /Unknown request/);
  });

  it('delivers events and survives a handler that throws', async () => {
    const errors: unknown[] = [];
    const { left, heard } = pair((error) => errors.push(error));
    left.send('hello', 'throw');
    left.send('hello', 'again');
    await turn();
    assert.deepEqual([heard, errors.length], [['throw', 'again'], 1]);
  });

  it('ignores foreign messages without throwing', () => {
    const { toRight, heard } = pair();
    fc.assert(
      fc.property(fc.anything(), (message) => {
        toRight(message);
      }),
    );
    assert.deepEqual(heard, []);
  });
});
