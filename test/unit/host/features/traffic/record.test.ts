import assert from 'node:assert/strict';
import type { Traffic } from '../../../../../src/core/agent/transport/traffic.js';
import { createEmitter } from '../../../../../src/core/emitter.js';
import type { Sandbox } from '../../../../../src/core/sandbox/sandbox.js';
import { createSandboxes } from '../../../../../src/core/sandbox/sandboxes.js';
import { createRecord, MAX_SIZE } from '../../../../../src/host/features/traffic/record.js';
import { createTestSandbox } from '../../../../support/testSandbox.js';

const entry = (at: number): Traffic => ({ at, kind: 'request', title: 'GET /session' });

describe('the traffic record', () => {
  const start = () => {
    const traffic = createEmitter<{ sandbox: Sandbox; entry: Traffic }>();
    const sandboxes = createSandboxes(({ url }) => createTestSandbox({ url }), {
      changed: createEmitter<readonly Sandbox[]>(),
      updated: createEmitter<Sandbox>(),
    });
    const open = (url: string): Sandbox => {
      sandboxes.sync([{ id: createTestSandbox({ url }).profile.id, name: 'Box', url, kind: 'auto' }]);
      return sandboxes.all[0] ?? assert.fail();
    };
    const record = createRecord({ onTraffic: traffic.event, sandboxes });
    const passed = (sandbox: Sandbox, one: Traffic) => traffic.fire({ sandbox, entry: one });
    return {
      sandboxes,
      open,
      record,
      passed,
      pass: (sandbox: Sandbox, at = 1) => traffic.fire({ sandbox, entry: entry(at) }),
    };
  };

  it('keeps the last thousand entries of each sandbox', () => {
    const { open, record, pass } = start();
    const testSandbox = open('http://127.0.0.1:1');
    for (let at = 0; at < 1_501; at++) pass(testSandbox, at);
    const kept = record.of(testSandbox.profile.id);
    assert.equal(kept.length, 1_000);
    assert.equal(kept.at(-1)?.at, 1_500);
  });

  it('keeps no more than its memory limit, and always the last entry', () => {
    const { open, record, passed } = start();
    const testSandbox = open('http://127.0.0.1:1');
    for (let at = 0; at < 600; at++) passed(testSandbox, { ...entry(at), size: 22_000 });
    const kept = record.of(testSandbox.profile.id);
    assert.ok(kept.length * 22_000 <= MAX_SIZE, String(kept.length));
    assert.equal(kept.at(-1)?.at, 599);
    passed(testSandbox, { ...entry(600), size: MAX_SIZE * 2 });
    assert.deepEqual(
      record.of(testSandbox.profile.id).map(({ at }) => at),
      [600],
    );
  });

  it('is removed with its sandbox, including calls that end later', () => {
    const { sandboxes, open, record, pass } = start();
    const testSandbox = open('http://127.0.0.1:1');
    pass(testSandbox);
    sandboxes.sync([]);
    assert.deepEqual(record.of(testSandbox.profile.id), []);
    pass(testSandbox);
    assert.deepEqual(record.of(testSandbox.profile.id), []);
  });

  it('continues after the address was edited, without late entries of the old one', () => {
    const { open, record, pass } = start();
    const before = open('http://127.0.0.1:1');
    pass(before, 1);
    const after = open('http://127.0.0.1:2');
    assert.notEqual(before, after);
    pass(before, 2);
    pass(after, 3);
    assert.deepEqual(
      record.of(after.profile.id).map(({ at }) => at),
      [1, 3],
    );
  });
});
