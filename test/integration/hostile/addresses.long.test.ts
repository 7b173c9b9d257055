// Hostile addresses of servers: accepted, refused, and confirmed ones.
import assert from 'node:assert/strict';
import { checkUrl } from '../../../src/core/agent/probe.js';
import { requiresConsent } from '../../../src/core/agent/transport/url.js';
import { parseProfile } from '../../../src/core/sandbox/profile.js';
import { watchConsumed } from '../../support/hostileCoverage.js';
import { hostileAt } from '../../support/hostile.js';

watchConsumed('hostile');

describe('hostile addresses', () => {
  const read = (payload: string): string => {
    try {
      return checkUrl(payload);
    } catch {
      return 'refused';
    }
  };
  const expected: Readonly<Record<string, (payload: string) => void>> = {
    'bu-01': (payload) => assert.equal(requiresConsent(payload), true),
    'bu-03': (payload) => {
      assert.equal(read(payload), 'refused');
      const profile = parseProfile({ id: 'a', url: payload });
      assert.equal(JSON.stringify(profile).includes('secret'), false);
    },
    'bu-04': (payload) => {
      assert.equal(read(payload), 'https://host.example/opencode');
      assert.equal(JSON.stringify(parseProfile({ id: 'a', url: payload })).includes('abc'), false);
    },
    'bu-05': (payload) => {
      assert.equal(read(payload), 'refused');
      const profile = parseProfile({ id: 'a', url: payload });
      assert.equal(typeof profile === 'object' && profile.name, 'evil.example');
    },
    'bu-06': (payload) => assert.equal(read(payload), 'https://host.example/admin'),
    'bu-07': (payload) => assert.equal(read(payload), 'refused'),
    'bu-08': (payload) => assert.equal(read(payload), 'refused'),
    'bu-09': (payload) => assert.equal(read(payload), 'refused'),
    'bu-10': (payload) => assert.equal(requiresConsent(payload), false),
    'bu-11': (payload) => assert.equal(requiresConsent(payload), true),
    'bu-12': (payload) => assert.equal(requiresConsent(payload), true),
    'bu-13': (payload) => {
      assert.equal(read(payload), 'http://127.0.0.1:4096');
      assert.equal(requiresConsent(payload), false);
    },
    'bu-14': (payload) => assert.match(read(payload), /^https:\/\/xn--/),
    'bu-19': (payload) => {
      assert.equal(read(payload), 'refused');
      const profile = parseProfile({ id: 'a', url: payload });
      assert.equal(typeof profile === 'object' && profile.name, 'evil.example');
    },
    'bu-20': (payload) => assert.equal(requiresConsent(payload), true),
    'bu-21': (payload) => {
      assert.equal(read(payload), 'http://127.0.0.1:4096');
      assert.equal(requiresConsent(payload), false);
    },
    'bu-16': (payload) => {
      assert.equal(read(payload), 'https://host.example/opencode');
      assert.equal(read('https://host.example/open\ncode'), 'refused');
    },
  };
  // bu-18, a setting of the workspace, is proved by the manifest.
  for (const { id, payload, expectation } of hostileAt('base URL').filter((each) => each.id !== 'bu-18'))
    it(`${id}: ${expectation}`, () => (expected[id] ?? assert.fail(`no test for ${id}`))(payload));
});
