import assert from 'node:assert/strict';
import { onFirst } from '../versions.js';
import type { Actions } from './actions.js';

/** Text of the model. */
export function readsText({ fixture, version, log, turn }: Actions): void {
  it('sees Markdown, highlighted code with its buttons, tables and tasks, and collapsed reasoning with its time', async () => {
    await turn('markdown', 'A plan');
    const thought = log().getByRole('button', { name: /^Thought/ });
    await thought.click();
    await log().getByText('First I think about it.').waitFor();
    await log().locator('.hljs-keyword', { hasText: 'export' }).waitFor();
    await log().getByRole('img', { name: 'To do' }).first().waitFor();
    assert.equal(await log().getByText('[x]').count(), 0);
    assert.equal(await log().getByRole('table').count(), 1);
    await fixture().window.screenshot('parts-markdown');
    await fixture().window.settings({ 'opencodeSandbox.showReasoning': false });
    await thought.waitFor({ state: 'detached' });
    await fixture().window.settings({ 'opencodeSandbox.showReasoning': true });
    await thought.waitFor();
  });

  onFirst(version, 'opens a path with its line, and puts code into the editor at the cursor', async () => {
    const { window } = fixture();
    await log().getByRole('button', { name: 'src/greet.ts:2' }).click();
    await window.line('Hello, ${name}').first().waitFor();
    await window.page.locator('.line-numbers.active-line-number', { hasText: /^2$/ }).waitFor();
    await window.command('File: New Untitled Text File');
    await window.page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await log().locator('.code').hover();
    await log().getByRole('button', { name: 'Insert at Cursor' }).click();
    await window.line('export const answer: number = 42;').first().waitFor();
    await window.command('View: Revert and Close Editor');
    await window.command('View: Close All Editors');
  });
}
