import assert from 'node:assert/strict';
import { createRedactor } from '../../../src/host/redact.js';

describe('the redactor', () => {
  it('removes a secret as it is, in base64, as Basic credentials and in an address', () => {
    const redactor = createRedactor();
    redactor.add('s3cr€t/+ word');
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    for (const form of [
      's3cr€t/+ word',
      base64('s3cr€t/+ word'),
      base64('opencode:s3cr€t/+ word'),
      encodeURIComponent('s3cr€t/+ word'),
    ])
      assert.equal(redactor.clean(`before ${form} after ${form}`), 'before ••• after •••');
  });

  it('uses the user name that was configured', () => {
    const redactor = createRedactor();
    redactor.add('password1', 'ann');
    assert.equal(redactor.clean(Buffer.from('ann:password1').toString('base64')), '•••');
  });

  it('leaves no rest of a secret that contains another', () => {
    const redactor = createRedactor();
    redactor.add('abcd');
    redactor.add('abcdefgh');
    assert.equal(redactor.clean('abcdefgh abcd'), '••• •••');
  });

  it('does not black out words for a secret of three letters', () => {
    const redactor = createRedactor();
    redactor.add('the');
    assert.equal(redactor.clean('the cat'), 'the cat');
  });
});
