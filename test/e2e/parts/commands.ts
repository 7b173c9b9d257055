import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '../../support/temp.js';
import type { Actions } from './actions.js';
import { GROWN } from './scripts.js';

/** Output of commands. */
export function readsCommands({ fixture, version, chat, log, say, turn, card, unfold }: Actions): void {
  it('sees growing output while a command runs, in its colors, and its exit code', async () => {
    await say('[[grow]]');
    const one = card(/^bash: printf/);
    await one.getByText('begun', { exact: true }).waitFor();
    assert.equal(await one.getAttribute('aria-busy'), 'true');
    // Nothing is animated with reduced motion, which the tests request.
    const spinner = chat().locator('.spinner').first();
    await spinner.waitFor();
    assert.equal(await spinner.evaluate((element) => getComputedStyle(element).animationName), 'none');
    assert.equal(await one.getByText('ended', { exact: true }).count(), 0);
    await one.locator('.ansi-1', { hasText: 'red' }).waitFor();
    writeFileSync(join(fixture().server.workspace, GROWN), '');
    await one.locator('.note', { hasText: 'exit 3' }).waitFor();
    await log().getByText('Grown.').waitFor();
    await unfold(one);
    await one.getByText('ended', { exact: false }).last().waitFor();
    await fixture().window.screenshot('parts-bash');
  });

  it('sees the last 200 lines of a long output, and all of it on request', async () => {
    await turn('long', 'Long.');
    const one = card(/^bash: seq/);
    await unfold(one);
    const lines = async (): Promise<readonly string[]> =>
      ((await one.locator('.output pre').textContent()) ?? '').trim().split('\n');
    assert.deepEqual([(await lines())[0], (await lines()).length], ['302', 199]);
    await one.getByRole('button', { name: 'Open full output' }).click();
    await fixture()
      .window.page.locator('.tab', { hasText: `${version.tool('bash')} output.txt` })
      .waitFor();
    await fixture().window.command('View: Close All Editors');
    await one.getByRole('button', { name: 'Show all' }).click();
    await until('all lines', async () => (await lines()).length === 500 || undefined);
  });
}
