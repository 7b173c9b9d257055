import assert from 'node:assert/strict';
import { until } from '../../support/temp.js';
import { onFirst } from '../versions.js';
import type { Actions } from './actions.js';

/** Lines and keys. */
export function writesWithKeys({ fixture, version, log, box, rest, value }: Actions): void {
  it('in several lines: the input grows, Shift+Enter adds a line, Enter sends', async () => {
    await box().click();
    const low = (await box().boundingBox())?.height ?? 0;
    await box().pressSequentially('[[hello]] one');
    for (const word of ['two', 'three', 'four']) {
      await box().press('Shift+Enter');
      await box().pressSequentially(word);
    }
    assert.equal(await box().inputValue(), '[[hello]] one\ntwo\nthree\nfour');
    assert.ok(((await box().boundingBox())?.height ?? 0) > 2 * low, 'it is higher');
    await fixture().window.screenshot('input-lines');
    await box().press('Enter');
    await log().getByText('Hello.').waitFor();
    await value('');
    assert.ok(((await box().boundingBox())?.height ?? 0) <= low, 'it is low again');
  });

  onFirst(version, 'never sends while an input method composes', async () => {
    await box().fill('[[hello]] に');
    const prevented = await box().evaluate((element) => {
      const enter = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
      element.dispatchEvent(enter);
      return enter.defaultPrevented;
    });
    assert.equal(prevented, false);
    await value('[[hello]] に');
    await box().fill('');
  });

  onFirst(version, 'sends with Ctrl+Enter and adds a line with Enter if configured', async () => {
    const { window } = fixture();
    await window.settings({ 'opencodeSandbox.enterSends': false });
    await box().fill('[[again]]');
    await until('the setting', async () => {
      await box().press('End');
      await box().press('Enter');
      return (await box().inputValue()).includes('\n') || undefined;
    });
    await box().press('Control+Enter');
    await log().getByText('Again.').waitFor();
    await window.settings({ 'opencodeSandbox.enterSends': true });
  });

  onFirst(version, 'recalls earlier prompts with arrow-up, and returns to the current text', async () => {
    await rest();
    await box().fill('');
    await box().press('ArrowUp');
    await until('the last prompt', async () => (await box().inputValue()).startsWith('[[again]]') || undefined);
    await box().press('Home');
    await box().press('Control+Home');
    await box().press('ArrowUp');
    await value('[[hello]] one\ntwo\nthree\nfour');
    await box().press('Control+End');
    await box().press('ArrowDown');
    await until('the later one', async () => (await box().inputValue()).startsWith('[[again]]') || undefined);
    await box().fill('');
  });
}
