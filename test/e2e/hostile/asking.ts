import assert from 'node:assert/strict';
import { consume } from '../../support/hostileCoverage.js';
import { hostileAt, payloadOf } from '../../support/hostile.js';
import { SESSION } from './conversation.js';
import type { Actions } from './actions.js';

/** Permissions and questions. */
export function isAsked({ window, server }: Actions): void {
  it('sees a hostile permission in plain text, and nothing is preselected', async () => {
    const said = hostileAt('permission text').filter(({ kind }) => kind === 'literal');
    // A hundred in one moment.
    const permissions = Array.from({ length: 100 }, (_, index) => said[index % said.length] ?? assert.fail());
    for (const [index, input] of permissions.entries())
      server().ask('permission', {
        id: `per_${index}`,
        sessionID: SESSION,
        permission: 'bash',
        patterns: [payloadOf(input)],
        metadata: { command: payloadOf(input) },
        always: ['*'],
      });
    const allow = window().chat().getByRole('button', { name: 'Allow once' }).first();
    await allow.waitFor();
    assert.equal(await allow.evaluate((each) => each === each.ownerDocument.activeElement), false);
    const shown = (await window().chat().locator('.request').first().textContent()) ?? '';
    assert.match(shown, /“Always allow” covers every request of this kind until the sandbox restarts\./);
    assert.equal(await window().chat().locator('.request').count(), 1, 'one at a time');
    await window()
      .chat()
      .getByText(`${permissions.length - 1} more requests need your answer`)
      .waitFor();
    assert.equal(server().asked.filter((line) => line.startsWith('POST')).length, 0, 'nothing was answered');
    await window().screenshot('hostile-permission');
    consume(...said.map(({ id }) => id), 'pt-07', 'pt-08');
    server().settle('permission', { sessionID: SESSION, reply: 'reject' });
    await allow.waitFor({ state: 'detached' });
  });

  it('gets a question with ten thousand answers, and can still work', async () => {
    const [words, many, spoof] = ['qt-01', 'qt-03', 'qt-04'].map((id) => {
      const input = hostileAt('question text').find((each) => each.id === id);
      assert.ok(input);
      return { ...input, text: payloadOf(input) };
    });
    assert.ok(words && many && spoof && typeof many.gen?.n === 'number');
    const options = Array.from({ length: many.gen.n }, (_, index) => ({
      label: `${many.gen?.repeat} ${index}`,
      description: '',
    }));
    const questions = [{ question: words.text, header: spoof.text, options }];
    server().ask('question', { id: 'que_1', sessionID: SESSION, questions });
    const request = window().chat().locator('.request').first();
    await request.getByText('Paste your sandbox password to continue').first().waitFor();
    assert.ok((await request.locator('input').count()) < 500);
    consume(words.id, many.id, spoof.id);
    await window().screenshot('hostile-question');
    server().settle('question', { sessionID: SESSION });
    await request.waitFor({ state: 'detached' });
  });
}
