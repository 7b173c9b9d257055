import assert from 'node:assert/strict';
import type { Actions } from './actions.js';

/** Ids of the server's sessions that have a message of the user with this text. */
type Holders = (text: string) => Promise<readonly string[]>;

/** A new session of a server that does not answer at the moment. */
export function writesWhileFrozen({ fixture, chat, log, sandbox, rest }: Actions): void {
  const holders: Holders = async (text) => {
    const { server } = fixture();
    const sessions = await server.json<readonly { readonly id: string }[]>('/session');
    const found = await Promise.all(
      sessions.map(async ({ id }) => JSON.stringify(await server.json(`/session/${id}/message`)).includes(text)),
    );
    return sessions.filter((_, at) => found[at]).map(({ id }) => id);
  };

  it('in a new session while the server does not answer, and the one before gets nothing of it', async () => {
    const { window, server } = fixture();
    await rest();
    await sandbox().fill('[[hello]] in the first');
    await sandbox().press('Enter');
    await log().getByText('Hello.').last().waitFor();
    await rest();
    process.kill(server.pid, 'SIGSTOP');
    try {
      await window.command('OpenCode Sandbox: New Session');
      await chat().getByRole('group', { name: 'Suggestions' }).waitFor();
      assert.equal(await log().getByText('[[hello]] in the first').count(), 0, 'the chat is empty at once');
      await sandbox().fill('[[hello]] in the next');
      await sandbox().press('Enter');
      await log().locator('article.user, .pending').filter({ hasText: '[[hello]] in the next' }).first().waitFor();
      await window.screenshot('input-frozen');
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    await log().getByText('Hello.').waitFor();
    await rest();
    const [first, next] = [await holders('in the first'), await holders('in the next')];
    assert.deepEqual([first.length, next.length], [1, 1]);
    assert.notEqual(next[0], first[0]);
  });
}
