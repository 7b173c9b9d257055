import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Failure, type FailureKind } from '../../../../src/core/failure.js';
import { delay, MAX_DELAY_MS, MIN_DELAY_MS } from '../../../../src/core/sync/backoff.js';
import {
  describe as inWords,
  transition,
  type ConnectionState,
  type Signal,
} from '../../../../src/core/sync/machine.js';

const failed = (kind: FailureKind, retryAfter?: number): Signal => ({
  type: 'failed',
  failure: new Failure(kind, kind, retryAfter === undefined ? {} : { retryAfter }),
  now: 1000,
  random: 0.5,
});
const go = (...signals: Signal[]): ConnectionState => signals.reduce<ConnectionState>(transition, { at: 'stopped' });

describe('the connection machine', () => {
  it('goes from stopped to connected', () => {
    const state = go({ type: 'connect' }, { type: 'opened' }, { type: 'synced' });
    assert.equal(state.at, 'live');
    assert.equal(inWords(state).phase, 'connected');
  });

  it('waits and retries after a loss, as "reconnecting"', () => {
    const state = go({ type: 'connect' }, { type: 'opened' }, { type: 'synced' }, failed('unreachable'));
    assert.equal(state.at, 'waiting');
    assert.equal(inWords(state).phase, 'reconnecting');
    assert.equal(transition(state, { type: 'due' }).at, 'connecting');
  });

  it('says "waking" while the machine behind the address starts', () => {
    const state = go({ type: 'connect' }, failed('waking', 3000));
    assert.deepEqual([inWords(state).phase, inWords(state).retryAt], ['waking', 4000]);
  });

  it('stops retrying when only the user can help', () => {
    for (const kind of ['unauthorized', 'wrongAddress', 'incompatible', 'insecure'] as const) {
      const state = go({ type: 'connect' }, failed(kind));
      assert.equal(state.at, 'refused', kind);
      assert.equal(transition(state, { type: 'due' }), state);
      assert.equal(transition(state, failed('unreachable')), state);
      assert.equal(transition(state, { type: 'connect' }).at, 'connecting');
    }
  });

  it('keeps retrying an address that worked before and now looks wrong', () => {
    const state = go({ type: 'connect' }, { type: 'opened' }, { type: 'synced' }, failed('wrongAddress'));
    assert.equal(state.at, 'waiting');
    assert.equal(transition(transition(state, { type: 'due' }), failed('wrongAddress')).at, 'waiting');
  });

  it('calls a sandbox offline after several failures in a row', () => {
    const loop: Signal[] = Array.from({ length: 6 }, (): Signal[] => [failed('unreachable'), { type: 'due' }]).flat();
    const state = go({ type: 'connect' }, { type: 'opened' }, { type: 'synced' }, ...loop, failed('unreachable'));
    assert.equal(inWords(state).phase, 'offline');
  });

  it('resets its backoff after a success', () => {
    const once = go(
      { type: 'connect' },
      failed('unreachable'),
      { type: 'due' },
      failed('unreachable'),
      { type: 'due' },
      { type: 'opened' },
      { type: 'synced' },
      failed('unreachable'),
    );
    assert.equal(once.at === 'waiting' && once.attempt, 1);
  });

  it('probes once after a reset, and once per pooled connection after a silent timeout', () => {
    const probes = (more: { silent?: boolean }): number | undefined => {
      const failure = new Failure('unreachable', 'lost', more);
      const loss: Signal = { type: 'failed', failure, now: 1000, random: 0.5 };
      const state = go({ type: 'connect' }, { type: 'opened' }, { type: 'synced' }, loss, { type: 'due' });
      return state.at === 'connecting' ? state.probes : undefined;
    };
    assert.equal(probes({}), 1);
    assert.ok((probes({ silent: true }) ?? 0) > 12);
    const reopened = go({ type: 'connect' }, { type: 'opened' }, { type: 'synced' }, { type: 'reopen' });
    assert.ok(reopened.at === 'connecting' && reopened.probes > 12, 'a stream that missed its beats is silence too');
  });

  it('reloads without a new stream when events are missing', () => {
    const state = go({ type: 'connect' }, { type: 'opened' }, { type: 'synced' }, { type: 'resync' });
    assert.equal(inWords(state).phase, 'catching-up');
    assert.equal(transition(state, { type: 'synced' }).at, 'live');
  });
});

describe('backoff', () => {
  it('stays between half a second and half a minute, whatever Retry-After says', () => {
    fc.assert(
      fc.property(
        fc.nat(1000),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.option(fc.nat(10 ** 9), { nil: undefined }),
        (attempt, random, wish) => {
          const ms = delay(attempt, random, wish);
          assert.ok(ms >= MIN_DELAY_MS && ms <= MAX_DELAY_MS, `${ms}`);
        },
      ),
    );
  });

  it('doubles', () => {
    assert.deepEqual(
      [0, 1, 2, 3, 10].map((attempt) => delay(attempt, 1)),
      [500, 1000, 2000, 4000, 30_000],
    );
  });
});
