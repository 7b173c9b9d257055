import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { quoted, toCurl, trafficLine } from '../../../../../src/host/features/traffic/lines.js';

describe('traffic for a bug report', () => {
  it('shows an unknown kind of event by the server’s name', () => {
    const body = '{"id":"evt_1","type":"server.heartbeat","properties":{}}';
    assert.match(trafficLine({ kind: 'event', title: 'unknown', body, at: 0 }).label, /server\.heartbeat$/);
  });

  it('becomes a command line without the secret', () => {
    const entry = { at: 0, kind: 'request', title: 'POST /session/ses_1/abort', status: 200, body: '{"a":1}' } as const;
    assert.equal(
      toCurl(entry, 'https://box.example/opencode', 'basic'),
      `curl -X POST -u 'opencode':"$PASSWORD" -H 'Content-Type: application/json' --data '{"a":1}' 'https://box.example/opencode/session/ses_1/abort'`,
    );
  });

  it('quotes any text so that a shell passes it unchanged', function () {
    // The shell of Windows has other rules, which nothing here is quoted for.
    if (process.platform === 'win32') this.skip();
    const clean = fc.string().filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(clean, (text) => {
        assert.equal(execFileSync('sh', ['-c', `printf %s ${quoted(text)}`], { encoding: 'utf8' }), text);
      }),
      { numRuns: 30 },
    );
  });

  it('shows status, duration and the beginning of the body in one line', () => {
    const line = trafficLine({ at: 0, kind: 'request', title: 'GET /x', status: 500, elapsed: 12.4, body: 'a\n  b' });
    assert.deepEqual(line, {
      label: '$(error) GET /x',
      description: '500 · 12 ms · 00:00:00.000',
      detail: 'a b',
    });
  });
});
