// Two windows on one server.
import assert from 'node:assert/strict';
import { connectBox } from '../../support/testSandbox.js';
import { describeKinds, OPENCODES } from '../../support/serverKinds.js';
import { writesFile } from '../../support/steps.js';
import { until as waitFor } from '../../support/temp.js';
import { judge } from './compare.js';
import { openRange, type Range } from './fixture.js';
import { printTable } from './table.js';
import { said } from './turns.js';

after(printTable);

describeKinds(OPENCODES, 'a second window on', (kind) => {
  let range: Range;
  before(async () => void (range = await openRange(kind)));
  after(() => range.dispose());

  it('shows the same, and a permission answered in one disappears in the other', async () => {
    range.model.scripts['write'] = writesFile('made\n', kind.kind === 'opencode-2' ? 'path' : 'filePath');
    const second = await connectBox({ url: range.server.address, secret: range.secret });
    try {
      const id = await range.begin('[[write]]');
      second.openTranscript(id);
      const request = await waitFor('the request in both', () => {
        const [mine] = range.box.store.state.requests;
        return mine !== undefined && second.store.state.requests.some((one) => one.id === mine.id) ? mine : undefined;
      });
      const since = Date.now();
      await range.box.replyPermission(request.id, 'once');
      await waitFor(
        'it is gone in both',
        () => range.box.store.state.requests.length + second.store.state.requests.length === 0,
      );
      await assert.rejects(second.replyPermission(request.id, 'reject'), /already answered/);
      await waitFor('both are equal', () => {
        const [mine, other] = [range.box, second].map((box) =>
          JSON.stringify(box.store.state.transcripts.get(id)?.messages),
        );
        return (
          mine === other && said(range.box.store.state, id) === 'Written.' && !range.box.store.state.status.has(id)
        );
      });
      await judge(range, 'Two windows, a permission answered in one', since, [[id, ['[[write]]']]]);
    } finally {
      second.dispose();
    }
  });
});
