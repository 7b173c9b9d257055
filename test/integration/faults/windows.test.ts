// Two windows on one server.
import assert from 'node:assert/strict';
import { connectTestSandbox } from '../../support/testSandbox.js';
import { describeKinds, SERVER_KINDS } from '../../support/serverKinds.js';
import { writesFile } from '../../support/steps.js';
import { until as waitFor } from '../../support/temp.js';
import { judge } from './compare.js';
import { createFixture, type Fixture } from './fixture.js';
import { printTable } from './table.js';
import { said } from './turns.js';

after(printTable);

describeKinds(SERVER_KINDS, 'a second window on', (kind) => {
  let fixture: Fixture;
  before(async () => void (fixture = await createFixture(kind)));
  after(() => fixture.dispose());

  const isMock = kind.kind === 'sandbox-agent';
  /** The agent of a Sandbox Agent needs no script to ask, and says nothing afterwards. */
  const text = isMock ? 'ask me for permission' : '[[write]]';

  it('shows the same, and a permission answered in one disappears in the other', async () => {
    fixture.model.scripts['write'] = writesFile('made\n', kind.kind === 'opencode-2' ? 'path' : 'filePath');
    const second = await connectTestSandbox({ url: fixture.server.address, secret: fixture.secret });
    try {
      const id = await fixture.begin(text);
      second.openTranscript(id);
      const request = await waitFor('the request in both', () => {
        const [mine] = fixture.sandbox.store.state.requests;
        return mine !== undefined && second.store.state.requests.some((one) => one.id === mine.id) ? mine : undefined;
      });
      const since = Date.now();
      await fixture.sandbox.replyPermission(request.id, 'once');
      await waitFor(
        'it is gone in both',
        () => fixture.sandbox.store.state.requests.length + second.store.state.requests.length === 0,
      );
      await assert.rejects(second.replyPermission(request.id, 'reject'), /already answered/);
      await waitFor('both are equal', () => {
        const [mine, other] = [fixture.sandbox, second].map((sandbox) =>
          JSON.stringify(sandbox.store.state.transcripts.get(id)?.messages),
        );
        return (
          mine === other &&
          (isMock || said(fixture.sandbox.store.state, id) === 'Written.') &&
          !fixture.sandbox.store.state.status.has(id)
        );
      });
      await judge(fixture, 'Two windows, a permission answered in one', since, [[id, [text]]]);
    } finally {
      second.dispose();
    }
  });
});
