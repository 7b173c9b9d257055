import assert from 'node:assert/strict';
import { withBody } from '../../../../src/core/agent/transport/traffic.js';

const head = { at: 1, kind: 'event' as const, title: 'x' };

describe('an entry of the traffic record', () => {
  it('holds a bounded copy and is redacted once, on first display', () => {
    let cleaned = 0;
    const clean = (text: string): string => {
      cleaned++;
      return text.replaceAll('secret', '•••');
    };
    const entry = withBody(head, `secret ${'x'.repeat(1_000_000)}`, clean);
    assert.ok((entry.size ?? Infinity) < 25_000);
    assert.equal(cleaned, 0);
    assert.equal(entry.body?.slice(0, 5), '••• x');
    assert.equal(JSON.stringify(entry).includes('secret'), false);
    assert.equal(cleaned, 1);
  });

  it('shows no part of a secret that the limit cuts in two', () => {
    const secret = 's3cr3t-'.repeat(20);
    const clean = (text: string): string => text.replaceAll(secret, '•••');
    for (let before = 19_000; before < 22_500; before += 7) {
      const { body = '' } = withBody(head, `${'x'.repeat(before)}${secret}${'y'.repeat(5_000)}`, clean);
      assert.equal(body.includes('s3cr3t'), false, String(before));
    }
  });
});
