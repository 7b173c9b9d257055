import assert from 'node:assert/strict';
import { until } from '../../support/temp.js';
import { onFirst } from '../versions.js';
import type { Actions } from './actions.js';

/** Lines and keys. */
export function writesWithKeys({ fixture, version, log, input, rest, value }: Actions): void {
  it('in several lines: the input grows, Shift+Enter adds a line, Enter sends', async () => {
    await input().click();
    const low = (await input().boundingBox())?.height ?? 0;
    await input().pressSequentially('[[hello]] one');
    for (const word of ['two', 'three', 'four']) {
      await input().press('Shift+Enter');
      await input().pressSequentially(word);
    }
    assert.equal(await input().inputValue(), '[[hello]] one\ntwo\nthree\nfour');
    assert.ok(((await input().boundingBox())?.height ?? 0) > 2 * low, 'it is higher');
    await fixture().window.screenshot('input-lines');
    await input().press('Enter');
    await log().getByText('Hello.').waitFor();
    await value('');
    assert.ok(((await input().boundingBox())?.height ?? 0) <= low, 'it is low again');
  });

  onFirst(version, 'never sends while an input method composes', async () => {
    await input().fill('[[hello]] に');
    const prevented = await input().evaluate((element) => {
      const enter = new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true, cancelable: true });
      element.dispatchEvent(enter);
      return enter.defaultPrevented;
    });
    assert.equal(prevented, false);
    await value('[[hello]] に');
    await input().fill('');
  });

  onFirst(version, 'sends with Ctrl+Enter and adds a line with Enter if configured', async () => {
    const { window } = fixture();
    await window.settings({ 'opencodeSandbox.enterSends': false });
    await input().fill('[[again]]');
    await until('the setting', async () => {
      await input().press('End');
      await input().press('Enter');
      return (await input().inputValue()).includes('\n') || undefined;
    });
    await input().press('Control+Enter');
    await log().getByText('Again.').waitFor();
    await window.settings({ 'opencodeSandbox.enterSends': true });
  });

  onFirst(version, 'recalls earlier prompts with arrow-up, and returns to the current text', async () => {
    await rest();
    await input().fill('');
    await input().press('ArrowUp');
    await until('the last prompt', async () => (await input().inputValue()).startsWith('[[again]]') || undefined);
    await input().press('Home');
    await input().press('Control+Home');
    await input().press('ArrowUp');
    await value('[[hello]] one\ntwo\nthree\nfour');
    await input().press('Control+End');
    await input().press('ArrowDown');
    await until('the later one', async () => (await input().inputValue()).startsWith('[[again]]') || undefined);
    await input().fill('');
  });
}
