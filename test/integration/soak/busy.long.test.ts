// Many sessions at once, at the real server's full speed.
import assert from 'node:assert/strict';
import type { SessionId } from '../../../src/shared/model/ids.js';
import { counted, equalsGet } from '../faults/compare.js';
import { createFixture, type Fixture } from '../faults/fixture.js';
import { said } from '../faults/turns.js';
import { describeKinds, OPENCODES } from '../../support/serverKinds.js';
import { until as waitFor } from '../../support/temp.js';

const SESSIONS = Number(process.env['BUSY_SESSIONS'] ?? 4);
const WORDS = 150;

describeKinds(OPENCODES, 'many busy sessions of', (kind) => {
  let fixture: Fixture;
  before(async () => void (fixture = await createFixture(kind)));
  after(() => fixture.dispose());

  it(`(${SESSIONS} at once) are all shown to their end, and the host stays responsive`, async () => {
    fixture.model.scripts['words'] = [{ tokens: WORDS }];
    let late = 0;
    let due = Date.now() + 20;
    const pulse = setInterval(() => {
      late = Math.max(late, Date.now() - due);
      due = Date.now() + 20;
    }, 20);
    const started = Date.now();
    const ids: SessionId[] = [];
    for (let index = 0; index < SESSIONS; index++) ids.push((await fixture.sandbox.newSession()).id);
    for (const id of ids) fixture.sandbox.openTranscript(id);
    await Promise.all(ids.map((id) => fixture.sandbox.send(id, { text: '[[words]]', attachments: [] })));
    const whole = Array.from({ length: WORDS }, (_, index) => `w${index} `)
      .join('')
      .trim();
    await waitFor(
      'every session has said all',
      () => {
        const { state } = fixture.sandbox.store;
        return state.status.size === 0 && ids.every((id) => said(state, id).trim() === whole);
      },
      150_000,
    );
    clearInterval(pulse);
    const seconds = (Date.now() - started) / 1000;
    console.log(
      `      ${SESSIONS} sessions, ${SESSIONS * WORDS} pieces in ${seconds.toFixed(1)} s; the loop was late by ${late} ms at most`,
    );
    await equalsGet(fixture, ids);
    assert.deepEqual(
      await counted(
        fixture,
        ids.map((id) => [id, ['[[words]]']]),
      ),
      { lost: 0, doubled: 0 },
    );
  });
});
