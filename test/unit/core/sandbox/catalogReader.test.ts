import assert from 'node:assert/strict';
import { Failure } from '../../../../src/core/failure.js';
import { createCatalogReader } from '../../../../src/core/sandbox/catalogReader.js';
import { createStore, FRAME_MS } from '../../../../src/core/sync/store.js';
import { createTestClock } from '../../../support/clock.js';
import { createFakeServer } from '../../../support/fakeServer.js';
import { silentLogger } from '../../../support/silentLogger.js';

describe('models and agents', () => {
  it('are requested until they are available, but not from a replaced server', async () => {
    const clock = createTestClock();
    const store = createStore(clock, silentLogger);
    const server = createFakeServer();
    let current: typeof server | undefined = server;
    let failures = 3;
    let reads = 0;
    server.catalog.read = async () => {
      reads++;
      if (failures-- > 0) throw new Failure('unreachable', 'The sandbox did not respond in time.');
      return { models: [], agents: [], commands: [{ name: 'init' }] };
    };
    const reader = createCatalogReader('box', store, () => current, clock, silentLogger);
    assert.equal(store.state.catalog.pending, true);
    reader.read(server);
    await clock.tick(60_000);
    assert.deepEqual([reads, store.state.catalog.commands.length, store.state.catalog.pending], [4, 1, undefined]);
    failures = Infinity;
    reader.changed(server);
    await clock.tick(1_000 + FRAME_MS);
    current = undefined;
    const before = reads;
    await clock.tick(600_000);
    assert.deepEqual([reads, clock.waiting], [before, 0]);
  });

  it('are not read again when the reading fails after the sandbox was removed', async () => {
    const clock = createTestClock();
    const server = createFakeServer();
    let fail: (reason: Failure) => void = () => {};
    let reads = 0;
    server.catalog.read = () => {
      reads++;
      return new Promise((_, reject) => (fail = reject));
    };
    const reader = createCatalogReader('box', createStore(clock, silentLogger), () => server, clock, silentLogger);
    reader.read(server);
    reader.dispose();
    fail(new Failure('unreachable', 'The local server is not running.'));
    await clock.tick(600_000);
    assert.deepEqual([reads, clock.waiting], [1, 0]);
  });

  it('are read again while a server that opens its folder has only some of them', async () => {
    const clock = createTestClock();
    const store = createStore(clock, silentLogger);
    const server = createFakeServer();
    let reads = 0;
    server.catalog.read = async () => {
      const catalog = { models: [], agents: [], commands: [] };
      return ++reads < 6 ? { ...catalog, pending: true } : catalog;
    };
    createCatalogReader('box', store, () => server, clock, silentLogger).read(server);
    await clock.tick(120_000);
    assert.deepEqual([reads, store.state.catalog.pending, clock.waiting], [6, undefined, 0]);
  });

  it('are kept when reading them shows that the server has other ports', async () => {
    const clock = createTestClock();
    const store = createStore(clock, silentLogger);
    const server = createFakeServer();
    let current = server;
    server.catalog.read = async () => {
      current = { ...server };
      return { models: [], agents: [], commands: [{ name: 'init' }] };
    };
    createCatalogReader('box', store, () => current, clock, silentLogger).read(server);
    await clock.tick(FRAME_MS);
    assert.equal(store.state.catalog.commands.length, 1);
  });
});
