// Events that a server silently drops.
import assert from 'node:assert/strict';
import { SANDBOX_AGENT } from '../../support/serverKinds.js';
import { equalsGet } from './compare.js';
import { createFixture, type Fixture } from './fixture.js';
import { note, printTable } from './table.js';

after(printTable);

describe('a Sandbox Agent that drops events for a slow reader', () => {
  let fixture: Fixture;
  before(async () => void (fixture = await createFixture(SANDBOX_AGENT)));
  after(() => fixture.dispose());

  it('is reloaded as soon as the IDs show a gap', async () => {
    const frozen = fixture.clock.now();
    fixture.proxy.freeze('open');
    for (let made = 0; made < 3_000; made += 30) {
      await Promise.all(
        Array.from({ length: 30 }, (_, index) =>
          fixture.server.createSession(`dropped ${made + index} ${'x'.repeat(8_000)}`),
        ),
      );
      // On a busy machine this takes longer than the silence timeout, and a new connection would miss nothing.
      fixture.clock.shift -= fixture.clock.now() - frozen;
    }
    const gaps = fixture.log.length;
    const since = Date.now();
    fixture.proxy.pass();
    await equalsGet(fixture, []);
    assert.ok(fixture.sandbox.store.state.sessions.size >= 3_000);
    note({
      fault: 'Slow reader: the server drops events silently',
      server: 'Sandbox Agent',
      recovered: Date.now() - since,
      lost: 0,
      doubled: 0,
    });
    assert.ok(
      fixture.log.slice(gaps).some((line) => /resyncing|→ live/.test(line)),
      'it read again',
    );
  });
});
