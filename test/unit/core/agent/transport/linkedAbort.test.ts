import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { linkedAbort } from '../../../../../src/core/agent/transport/http.js';

describe('controllers linked to a signal', () => {
  it('share one listener of it, and abort with it unless they were unlinked', () => {
    const whole = new AbortController();
    const { signal } = whole;
    const links = Array.from({ length: 20 }, () => linkedAbort(signal));
    assert.equal(getEventListeners(signal, 'abort').length, 1);
    links[0]?.unlink();
    whole.abort('over');
    assert.deepEqual(
      links.map(({ own }) => own.signal.reason as unknown),
      links.map((_, index) => (index === 0 ? undefined : 'over')),
    );
    assert.equal(linkedAbort(signal).own.signal.reason, 'over');
  });
});
