import assert from 'node:assert/strict';
import { here, type Actions } from './actions.js';

/** From the terminal and from the results of tests. */
export function sendsFromPanels({ fixture, answer, menuOf }: Actions): void {
  it('is offered a terminal’s text only if some is selected', async () => {
    const { window } = fixture();
    await window.command('Terminal: Create New Terminal');
    const terminal = window.page.locator('.terminal-wrapper.active .xterm');
    await terminal.waitFor();
    assert.ok(!(await menuOf(terminal)).includes('Sandbox'));
    await window.command('Terminal: Kill All Terminals');
  });

  it('sends the message, the expected and the actual value of a failed test', async () => {
    const { window } = fixture();
    await window.command('Testing: Focus on Test Explorer View');
    await window.command('Test: Run All Tests');
    const test = window.page.locator('.test-explorer .monaco-list-row', { hasText: 'adds two numbers' }).first();
    await test.locator('.codicon-testing-failed-icon').waitFor();
    await window.command('Test Results: Focus on Test Results View');
    const message = window.page.locator('.test-output-peek-tree .monaco-list-row', { hasText: /^not equal/ }).first();
    await window.menu(message, 'Send to Sandbox');
    assert.match(await window.inputBox().inputValue(), /Find out why this test fails/);
    await window.screenshot('send-test-message');
    await window.inputBox().press('Enter');
    const [, text = ''] = await answer(undefined, here);
    assert.match(text, /^Test: adds two numbers\n\nIt failed with:\n\n```\nnot equal\n```\n\nExpected:\n\n```\n4/);
    assert.match(text, /Actual:\n\n```\n5\n```\n\nFrom `src\/app\.ts:1-\d` \(line 2 is meant\)/);
  });
}
