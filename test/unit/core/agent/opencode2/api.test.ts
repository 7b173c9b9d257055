import { execFileSync } from 'node:child_process';

describe('the types of requests to OpenCode 2', () => {
  it('are what the generator makes from the server’s own description', () => {
    execFileSync(process.execPath, ['scripts/openCode2Api.mjs', '--check'], { stdio: 'pipe' });
  });
});
