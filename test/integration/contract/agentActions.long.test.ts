import assert from 'node:assert/strict';
import { fiveActions } from '../../../src/core/sandbox/agentActions.js';
import type { Sandbox } from '../../../src/core/sandbox/sandbox.js';
import { sessionId } from '../../../src/shared/model/ids.js';
import { patientClock } from '../../support/clock.js';
import { connectTestSandbox } from '../../support/testSandbox.js';
import { startModel, type Model } from '../../support/model.js';
import { describeOpencode } from '../../support/dialect.js';
import type { Opencode } from '../../support/opencode.js';
import { until } from '../../support/watch.js';

describeOpencode('a prompt that another agent sends', (dialect) => {
  let model: Model;
  let server: Opencode;
  let sandbox: Sandbox;
  before(async () => {
    model = await startModel({ scripts: { held: [{ text: 'Wait.', hold: 'held' }] } });
    server = await dialect.start({ model });
    sandbox = await connectTestSandbox({ url: server.url, secret: server.password ?? '', clock: patientClock });
  });
  after(async () => {
    sandbox?.dispose();
    await server?.dispose();
    await model?.close();
  });

  it('counts as sent once the server has it', async () => {
    const five = fiveActions(sandbox);
    const { session } = await five.createSession();
    const id = sessionId((session as { readonly id: string }).id);
    assert.deepEqual(await five.sendPrompt(id, '[[held]]'), { success: true, result: '' });
    await model.asked('held');
    if (dialect.kind === 'opencode-2') {
      // The server holds what waits for the turn.
      assert.deepEqual(await five.sendPrompt(id, 'never mind'), { success: true, result: '' });
      model.release('held');
      return;
    }
    const second = five.sendPrompt(id, 'never mind');
    const rejected = assert.rejects(second, /removed before it was sent/);
    const waiting = await until(sandbox, 'a prompt that waits for the turn', (_state, { pending }) => pending[0]);
    sandbox.cancelPrompt(waiting.messageId);
    await rejected;
    model.release('held');
  });
});
