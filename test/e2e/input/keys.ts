import assert from 'node:assert/strict';
import { until } from '../../support/temp.js';
import { onFirst } from '../versions.js';
import type { Actions } from './actions.js';

/** Lines and keys. */
export function writesWithKeys({ fixture, version, log, sandbox, rest, value }: Actions): void {
  it('in several lines: the input grows, Shift+Enter adds a line, Enter sends', async () => {
    await sandbox().click();
    const low = (await sandbox().boundingBox())?.height ?? 0;
    await sandbox().pressSequentially('[[hello]] one');
    for (const word of ['two', 'three', 'four']) {
      await sandbox().press('Shift+Enter');
      await sandbox().pressSequentially(word);
    }
    assert.equal(await sandbox().inputValue(), '[[hello]] one\ntwo\nthree\nfour');
    assert.ok(((await sandbox().boundingBox())?.height ?? 0) > 2 * low, 'it is higher');
    await fixture().window.screenshot('input-lines');
    await sandbox().press('Enter');
    await log().getByText('Hello.').waitFor();
    await value('');
    assert.ok(((await sandbox().boundingBox())?.height ?? 0) <= low, 'it is low again');
  });

  onFirst(version, 'never sends while an input method composes', async () => {
    await sandbox().fill('[[hello]] に');
    const prevented = await sandbox().evaluate((element) => {
      const enter = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
      element.dispatchEvent(enter);
      return enter.defaultPrevented;
    });
    assert.equal(prevented, false);
    await value('[[hello]] に');
    await sandbox().fill('');
  });

  onFirst(version, 'sends with Ctrl+Enter and adds a line with Enter if configured', async () => {
    const { window } = fixture();
    await window.settings({ 'opencodeSandbox.enterSends': false });
    await sandbox().fill('[[again]]');
    await until('the setting', async () => {
      await sandbox().press('End');
      await sandbox().press('Enter');
      return (await sandbox().inputValue()).includes('\n') || undefined;
    });
    await sandbox().press('Control+Enter');
    await log().getByText('Again.').waitFor();
    await window.settings({ 'opencodeSandbox.enterSends': true });
  });

  onFirst(version, 'recalls earlier prompts with arrow-up, and returns to the current text', async () => {
    await rest();
    await sandbox().fill('');
    await sandbox().press('ArrowUp');
    await until('the last prompt', async () => (await sandbox().inputValue()).startsWith('[[again]]') || undefined);
    await sandbox().press('Home');
    await sandbox().press('Control+Home');
    await sandbox().press('ArrowUp');
    await value('[[hello]] one\ntwo\nthree\nfour');
    await sandbox().press('Control+End');
    await sandbox().press('ArrowDown');
    await until('the later one', async () => (await sandbox().inputValue()).startsWith('[[again]]') || undefined);
    await sandbox().fill('');
  });
}
