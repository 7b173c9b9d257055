import assert from 'node:assert/strict';
import { SHELL_COMMAND } from '../../../../src/shared/model/slashCommand.js';
import { messages, until } from '../../../support/watch.js';
import { runningSharedServer } from './servers.js';

describe('a line for the shell of OpenCode 1', () => {
  const at = runningSharedServer('OpenCode 1');

  it('runs as part of the session, with its output, and asks no model', async () => {
    const { sandbox } = at();
    const { id } = await sandbox.newSession();
    sandbox.openTranscript(id);
    await sandbox.runCommand(id, SHELL_COMMAND, { text: 'echo "sum $((40 + 2))"; printf ü', attachments: [] });
    const call = await until(sandbox, 'the output', () =>
      messages(sandbox, id)
        .flatMap((message) => message.parts)
        .find((part) => part.type === 'tool' && part.status === 'completed'),
    );
    assert.match(JSON.stringify(call), /sum 42/);
    await until(sandbox, 'rest', (state) => !state.status.has(id) && sandbox.pending.length === 0);
  });
});
