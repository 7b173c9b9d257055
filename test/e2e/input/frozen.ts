import assert from 'node:assert/strict';
import type { Actions } from './actions.js';

/** A new session of a server that does not answer at the moment. */
export function writesWhileFrozen({ fixture, version, chat, log, input, rest }: Actions): void {
  /** IDs of the server's sessions that have a message with this text. */
  const holders = async (text: string): Promise<readonly string[]> => {
    const { server } = fixture();
    const ids = await version.sessionIds(server);
    const found = await Promise.all(
      ids.map(async (id) => JSON.stringify(await version.messages(server, id)).includes(text)),
    );
    return ids.filter((_, at) => found[at]);
  };

  it('in a new session while the server does not answer, and the one before gets nothing of it', async () => {
    const { window, server } = fixture();
    await rest();
    await input().fill('[[hello]] in the first');
    await input().press('Enter');
    await log().getByText('Hello.').last().waitFor();
    await rest();
    process.kill(server.pid, 'SIGSTOP');
    try {
      await window.command('OpenCode Sandbox: New Session');
      // Its suggestions are hidden as soon as the connection counts as lost.
      await chat().getByText('What should the agent do?').waitFor();
      assert.equal(await log().getByText('[[hello]] in the first').count(), 0, 'the chat is empty at once');
      await input().fill('[[hello]] in the next');
      await input().press('Enter');
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
