import assert from 'node:assert/strict';
import { idMaker, isSessionId } from '../../../../src/shared/model/ids.js';

describe('IDs', () => {
  it('ascend within and across milliseconds', () => {
    let now = 1_795_209_936_519;
    const make = idMaker(
      () => now,
      () => 0.5,
    );
    const made = [make('msg'), make('msg')];
    now += 1;
    made.push(make('msg'));
    assert.deepEqual(made.toSorted(), made);
    assert.equal(new Set(made).size, 3);
    for (const id of made) assert.match(id, /^msg_[0-9a-f]{12}[0-9A-Za-z]{14}$/);
  });

  it('contain the time at the server’s position', () => {
    const make = idMaker(
      () => 1_795_209_936_529,
      () => 0,
    );
    assert.match(make('msg'), /^msg_1fad9be91000/, 'as a real server made it at that moment');
  });

  it('are validated before they are put into a URL', () => {
    assert.equal(isSessionId('ses_e05264178ffeEz1HhTrUaMMoTs'), true);
    for (const bad of ['', 'ses_', 'ses_../x', 'ses_a/b', 'ses_a?x', 'msg_1', 7, null])
      assert.equal(isSessionId(bad), false);
  });
});
