import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { npmCommand } from '../../support/npm.js';

interface Audit {
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
}

describe('known vulnerabilities', () => {
  it('do not affect packages in the lock file', function () {
    const [program, ...args] = npmCommand('audit', '--json');
    const { stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 });
    let answer: Audit = {};
    try {
      answer = JSON.parse(stdout) as Audit;
    } catch {
      // Said below.
    }
    if (answer.metadata === undefined) {
      console.log('      the registry in use does not answer audits: not checked');
      return this.skip();
    }
    assert.equal(answer.metadata.vulnerabilities['total'], 0, JSON.stringify(answer.metadata.vulnerabilities));
  });
});
