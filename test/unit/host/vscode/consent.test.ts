import assert from 'node:assert/strict';
import { askModally, askReadably, READING_TIME_MS } from '../../../../src/host/vscode/consent.js';
import { createTestClock } from '../../../support/clock.js';

const isYes = (answer: string | undefined): boolean => answer === 'Allow Once';

describe('consent', () => {
  it('ignores a yes given before the question could be read', async () => {
    const clock = createTestClock();
    let asked = 0;
    const answer = await askReadably(
      clock,
      async () => {
        asked++;
        clock.sleep(asked < 7 ? 30 : READING_TIME_MS);
        return 'Allow Once';
      },
      isYes,
    );
    assert.equal(answer, 'Allow Once');
    assert.equal(asked, 7);
  });

  it('accepts a no, another button and Escape at once', async () => {
    const clock = createTestClock();
    for (const answer of ['Reject', 'Open Chat', undefined])
      assert.equal(await askReadably(clock, async () => answer, isYes), answer);
  });

  it('measures the time of a modal question from when it is visible', async () => {
    const clock = createTestClock();
    const shown: string[] = [];
    const modal = (name: string, ms: number): Promise<string> =>
      askModally(
        clock,
        async () => {
          shown.push(name);
          clock.sleep(ms);
          return 'Allow Once';
        },
        isYes,
      );
    let tries = 0;
    const [first, second] = await Promise.all([
      modal('first', 5_000),
      askModally(
        clock,
        async () => {
          shown.push('second');
          clock.sleep(tries++ === 0 ? 10 : READING_TIME_MS);
          return 'Allow Once';
        },
        isYes,
      ),
    ]);
    assert.deepEqual([first, second], ['Allow Once', 'Allow Once']);
    assert.deepEqual(shown, ['first', 'second', 'second']);
  });

  it('continues with the next question after a failure', async () => {
    const clock = createTestClock();
    await assert.rejects(
      askModally(clock, () => Promise.reject<string>(new Error('closed')), isYes),
      /closed/,
    );
    assert.equal(await askModally(clock, async () => 'Reject', isYes), 'Reject');
  });
});
