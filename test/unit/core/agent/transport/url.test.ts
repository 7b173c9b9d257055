import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkUrl } from '../../../../../src/core/agent/probe.js';
import { isLoopback, join, requiresConsent } from '../../../../../src/core/agent/transport/url.js';

const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
  fc.constantFrom(
    'localhost',
    'localhost.',
    'LOCALHOST',
    '127.1',
    '0x7f000001',
    '2130706433',
    'localhost.evil.example',
    '127.0.0.1.nip.example',
    '[::1]',
    '[::ffff:127.0.0.1]',
  ),
);
const address = fc
  .tuple(
    fc.constantFrom('http', 'https', 'HTTP', 'ftp', 'file', 'javascript', 'vscode', 'ws'),
    host,
    fc.nat({ max: 70_000 }),
    fc.webPath(),
    fc.constantFrom('', '?auth_token=x', '#f'),
    fc.constantFrom('', 'u:p@', 'u@'),
  )
  .map(
    ([scheme, name, port, path, query, user]) =>
      `${scheme}://${user}${name}${port === 0 ? '' : `:${port}`}${path}${query}`,
  );

describe('the address of a sandbox', () => {
  it('is http or https without user, query, fragment, trailing slash or control characters, or none', () => {
    fc.assert(
      fc.property(fc.oneof(address, fc.string(), fc.webUrl()), (text) => {
        let read: string;
        try {
          read = checkUrl(text);
        } catch (error) {
          assert.equal((error as { kind?: string }).kind, 'wrongAddress');
          return;
        }
        const url = new URL(read);
        assert.match(url.protocol, /^https?:$/);
        assert.deepEqual([url.username, url.password, url.search, url.hash], ['', '', '', '']);
        assert.doesNotMatch(read, /[\u0000-\u0020\u007f]|\/$/);
        assert.equal(checkUrl(read), read, 'read again it is the same');
      }),
      { numRuns: 3_000 },
    );
  });

  it('joined with any path stays below its base path and on its host', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ validSchemes: ['https'] }),
        fc.oneof(fc.string(), fc.webPath(), fc.webUrl()),
        (base, path) => {
          const joined = join(base, path);
          assert.ok(joined.startsWith(base.replace(/\/+$/, '')));
          if (URL.canParse(joined)) assert.equal(new URL(joined).origin, new URL(base).origin);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('requires consent for plain http to any other machine', () => {
    for (const [text, consent] of [
      ['http://10.0.0.5:4096', true],
      ['http://127.0.0.1:4096', false],
      ['http://127.8.9.1', false],
      ['http://localhost:4096', false],
      ['http://LOCALHOST', false],
      ['http://localhost.:4096', true],
      ['http://[::1]:4096', false],
      ['http://[::ffff:127.0.0.1]:4096', false],
      ['http://[::ffff:10.0.0.1]:4096', true],
      ['http://0x7f000001:4096', false],
      ['http://127.0.0.1.nip.example:4096', true],
      ['http://localhost.evil.example', true],
      ['http://127.0.0.1@evil.example', true],
      ['http://0.0.0.0:4096', true],
      ['https://evil.example', false],
      ['nonsense', true],
    ] as const)
      assert.equal(requiresConsent(text), consent, text);
  });

  it('counts as this machine only where the network resolves it to this machine', () => {
    fc.assert(
      fc.property(address, (text) => {
        if (!URL.canParse(text)) return;
        const url = new URL(text);
        if (!/^https?:$/.test(url.protocol) || !isLoopback(url)) return;
        assert.match(url.hostname, /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+|\[::ffff:7f[0-9a-f]{2}:[0-9a-f]{1,4}\])$/);
      }),
      { numRuns: 3_000 },
    );
  });
});
