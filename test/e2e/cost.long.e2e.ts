import { bashCall, dear } from '../support/pricedSteps.js';
import { until } from '../support/temp.js';
import { addSandbox, closes, setStage, type Fixture } from './fixture.js';

describe('a person with a cost limit', () => {
  let fixture: Fixture;
  before(async function () {
    this.timeout(180_000);
    const task = (prompt: string) => ({
      name: 'task',
      args: { description: 'Look around', prompt, subagent_type: 'general' },
    });
    fixture = await setStage({
      model: {
        scripts: {
          dear: [dear({ text: 'That was dear.' })],
          delegate: [{ tools: [task('[[child]]')] }, { text: 'Delegated.' }],
          child: [dear({ tools: [bashCall] }), dear({ text: 'The child is done.' })],
          endless: [dear({ tools: [bashCall] }), dear({ tools: [bashCall] }), { text: 'Still at it.', hold: 'more' }],
          goesOn: [dear({ tools: [bashCall] }), dear({ tools: [bashCall] }), { text: 'On and on.', hold: 'never' }],
          delegateForEver: [{ tools: [task('[[childForEver]]')] }, { text: 'Delegated.' }],
          childForEver: [
            dear({ tools: [bashCall] }),
            dear({ tools: [bashCall] }),
            { text: 'The child goes on.', hold: 'more' },
          ],
        },
      },
    });
    const { window, server } = fixture;
    await window.activity('OpenCode Sandbox');
    await addSandbox(window, server.url, server.password, 'My box');
    await window.row(/My box.*connected/).waitFor();
  });
  closes(() => fixture);

  const log = () => fixture.window.chat().getByRole('log', { name: 'Conversation' });
  const limit = (session: number, day: number, action: 'tell' | 'ask' | 'stop') =>
    fixture.window.settings({ 'opencodeSandbox.costAlert': { session, day, action } });
  const newSession = async (): Promise<void> => {
    await fixture.window.rowButton(/My box/, 'New Session');
    await fixture.window.chat().locator('header', { hasText: 'New session' }).waitFor();
  };
  const say = async (text: string): Promise<void> => {
    await fixture.window.chat().getByRole('textbox', { name: 'Message' }).fill(text);
    await fixture.window.chat().getByRole('button', { name: 'Send', exact: true }).click();
  };
  const stopped = async (): Promise<void> => {
    await fixture.window.chat().getByRole('button', { name: 'Stop' }).waitFor({ state: 'detached' });
    await log()
      .getByText(/interrupted|stopped/i)
      .first()
      .waitFor();
  };

  it('is warned at 80 % of the daily limit across all sessions, and when it is exceeded', async () => {
    const { window } = fixture;
    await limit(0, 0.35, 'tell');
    await newSession();
    await say('[[dear]] one');
    await window.notification(/Today’s work has cost \$0\.30; your limit is \$0\.35/);
    await window.screenshot('cost-day-near');
    await window.clearNotifications();
    await newSession();
    await say('[[dear]] two');
    await window.notification(/Today’s work has cost \$0\.60, above your limit of \$0\.35/);
    await window.status(/My box.*\$0\.60/).waitFor();
    await window.clearNotifications();
  });

  it('confirms the next prompt of the day', async () => {
    const { window } = fixture;
    await limit(0, 0.35, 'ask');
    await say('once more');
    const focused = (await window.dialog(/The cost limit is reached/)).locator(':focus');
    await until(
      'the harmless button has the focus',
      async () => (await focused.textContent())?.trim() === "Don't Send",
    );
    await window.confirm(/The cost limit is reached/, 'Cancel');
    await window.screenshot('cost-day-ask');
  });

  it('is warned about the cost of a sub-agent as part of its session', async () => {
    const { window } = fixture;
    await limit(0.7, 0, 'tell');
    await newSession();
    await say('[[delegate]]');
    await window.notification(/The session “.*” has cost \$0\.60; your limit is \$0\.70/);
    await window.clearNotifications();
    await log().getByText('Delegated.').waitFor();
  });

  it('has the turn stopped if that is configured', async () => {
    const { window, model } = fixture;
    await limit(0.35, 0, 'stop');
    await newSession();
    await say('[[endless]]');
    await window.notification(/has cost \$0\.60, above your limit of \$0\.35\. The turn was stopped/);
    await stopped();
    await window.screenshot('cost-stopped');
    await window.clearNotifications();
    model.release('more');
  });

  it('has the turn and its sub-agent stopped by the cost of the sub-agent', async () => {
    const { window, model } = fixture;
    await newSession();
    await say('[[delegateForEver]]');
    await window.notification(/has cost \$0\.60, above your limit of \$0\.35/);
    await stopped();
    await window.screenshot('cost-stopped-child');
    await window.clearNotifications();
    model.release('more');
    const status = await fixture.server.json<object>('/session/status');
    if (Object.keys(status).length > 0) throw new Error(`something still runs: ${JSON.stringify(status)}`);
  });

  it('is warned if the stop request does not reach the sandbox', async () => {
    const { window, server } = fixture;
    await limit(0.35, 0, 'tell');
    await newSession();
    await say('[[goesOn]]');
    await window.notification(/has cost \$0\.60, above your limit of \$0\.35/);
    await server.kill();
    await window.answer(/has cost \$0\.60, above your limit of \$0\.35/, 'Stop');
    const told = await window.notification(/My box: .*is running/);
    await told.getByRole('button', { name: 'Retry' }).waitFor();
    await window.screenshot('cost-stop-failed');
  });
});
