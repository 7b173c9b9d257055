import assert from 'node:assert/strict';
import fc from 'fast-check';
import { configurationSchema } from '../../../../src/core/agent/opencode1/schema.js';
import { editOf, ignoredIn } from '../../../../src/core/sandbox/configuration.js';
import { MASK, masked, shownConfiguration } from '../../../../src/core/sandbox/maskedConfiguration.js';
import type { JsonObject } from '../../../../src/shared/model/entities.js';

const config: JsonObject = {
  $schema: 'x',
  model: 'a/b',
  provider: { a: { options: { apiKey: 'sk-1', baseURL: 'http://x', maxTokens: 5 } } },
  mcp: { git: { headers: { Authorization: 'Bearer 1', 'x-api-key': 'k' }, environment: { GITHUB_TOKEN: '{env:T}' } } },
  instructions: ['one'],
  keybinds: { leader: 'ctrl+x' },
};

describe('editing the configuration', () => {
  it('hides secrets but shows references to them', () => {
    const shown = JSON.stringify(masked(config));
    for (const secret of ['sk-1', 'Bearer 1', '"k"']) assert.ok(!shown.includes(secret), secret);
    for (const kept of ['{env:T}', 'ctrl+x', 'http://x', '5']) assert.ok(shown.includes(kept), kept);
  });

  it('sends only what changed, and never a masked secret', () => {
    const shown = masked(config) as JsonObject;
    const edited = structuredClone(shown) as Record<string, never>;
    Object.assign(edited, {
      model: 'c/d',
      provider: { a: { options: { apiKey: MASK, baseURL: 'http://y', maxTokens: 5 } } },
    });
    assert.deepEqual(editOf(shown, edited), {
      patch: { model: 'c/d', provider: { a: { options: { baseURL: 'http://y' } } } },
      removed: [],
      hidden: [],
    });
  });

  it('sends a re-entered secret', () => {
    const shown = masked(config) as JsonObject;
    const { patch } = editOf(shown, {
      ...shown,
      provider: { a: { options: { apiKey: 'new', baseURL: 'http://x', maxTokens: 5 } } },
    });
    assert.deepEqual(patch, { provider: { a: { options: { apiKey: 'new' } } } });
  });

  it('reports removed settings by their full names', () => {
    const { model: _, ...rest } = config;
    assert.deepEqual(editOf(config, { ...rest, keybinds: {} }).removed, ['model', 'keybinds.leader']);
  });

  it('reports lists whose secrets cannot be preserved', () => {
    const shown: JsonObject = { many: [{ token: MASK }] };
    assert.deepEqual(editOf(shown, { many: [{ token: MASK }, 1] }).hidden, ['many']);
  });

  it('never sends a mask as part of a value', () => {
    const shown = masked({ url: 'https://u:secret@host/x' }) as JsonObject;
    assert.deepEqual(shown, { url: `https://${MASK}@host/x` });
    assert.deepEqual(editOf(shown, { url: `https://${MASK}@other/x` }), { patch: {}, removed: [], hidden: ['url'] });
  });

  it('detects settings that the server did not accept', () => {
    assert.deepEqual(ignoredIn({ a: 1, b: { c: 1, d: 2 } }, { b: { d: 2 } }), ['a', 'b.c']);
  });

  it('sends nothing for the same content, and the changes merged into the original give the edited text', () => {
    const json = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<JsonObject>;
    const merge = (a: unknown, b: unknown): unknown => {
      const isObject = (value: unknown): value is Record<string, unknown> =>
        typeof value === 'object' && value !== null && !Array.isArray(value);
      if (!isObject(a) || !isObject(b)) return b;
      return Object.fromEntries([
        ...Object.entries(a),
        ...Object.entries(b).map(
          ([key, value]) => [key, Object.hasOwn(a, key) ? merge(a[key], value) : value] as const,
        ),
      ]);
    };
    fc.assert(
      fc.property(json, json, (before, after) => {
        assert.deepEqual(editOf(before, before).patch, {});
        const { patch, removed, hidden } = editOf(before, after);
        fc.pre(removed.length === 0 && hidden.length === 0 && !Object.hasOwn(after, '$schema'));
        assert.deepEqual(merge(before, patch), merge(before, after));
      }),
    );
  });
});

describe('the displayed configuration', () => {
  for (const name of [
    ...[
      'apiKey',
      'API_KEY',
      'ENCRYPTION_KEY',
      'x-api-key',
      'sshKey',
      'key',
      'keys',
      'apiKeys',
      'api_key_2',
      'AWSSecretKey',
    ],
    ...['password', 'passwords', 'passwd', 'PWD', 'dbPwd', 'passphrase', 'SMTP_PASS', 'DBPASSWORD', 'pass'],
    ...[
      'cookie',
      'cookies',
      'Set-Cookie',
      'bearer',
      'auth',
      'Proxy-Authorization',
      'dsn',
      'SENTRY_DSN',
      'connectionString',
    ],
    ...[
      'connection_strings',
      'token',
      'tokens',
      'GITHUB_TOKEN',
      'githubtoken',
      'clientSecret',
      'secrets',
      'credentials',
    ],
  ])
    it(`masks ${name}, including inside lists and objects`, () => {
      assert.deepEqual(masked({ [name]: 'canary' }), { [name]: MASK });
      assert.deepEqual(masked({ [name]: ['canary', { a: 'canary' }] }), { [name]: [MASK, { a: MASK }] });
      assert.deepEqual(masked({ [name]: '{env:X}' }), { [name]: '{env:X}' });
    });

  it('masks secrets inside values', () => {
    for (const value of [
      'https://user:canary@host/x',
      'https://canary@host/x',
      'postgres://u:ca/nary@host/db',
      'https://host/mcp?a=1&api_key=canary',
      'https://host/mcp#access_token=canary',
      'Server=x;User Id=u;Password=canary;',
      'AccountName=a;AccountKey=canary==;',
      'GITHUB_TOKEN=canary npx server',
      'npx server --api-key canary --port 1',
      'npx server --api-key=canary',
      'Authorization: Bearer canary',
      'x-api-key: canary',
      'sk-proj-canary0123456789abcdefgh',
      '-----BEGIN RSA PRIVATE KEY-----\ncanary',
      ['npx', '--token', 'canary'],
      ['npx', '--token=canary'],
      ['curl', '-u', 'me:canary'],
      ['curl', '-H', 'Authorization: Bearer canary'],
      ['-e', 'API_KEY=canary'],
      [
        ['Authorization', 'Bearer canary'],
        ['Accept', '*/*'],
      ],
      ['Accept', '*/*', 'X-Api-Key', 'canary'],
      [{ name: 'Authorization', value: 'Bearer canary' }],
      [{ key: 'COOKIE', value: 'canary' }],
      { password: 123_456_789 },
      { inner: '{"apiKey":"canary"}' },
    ] as const) {
      const shown = JSON.stringify(masked({ value } as unknown as JsonObject));
      assert.doesNotMatch(shown, /canary|nary@|123/, JSON.stringify(value));
      assert.ok(shown.includes(MASK), shown);
    }
  });

  it('leaves everything else readable', () => {
    const plain = {
      model: 'anthropic/claude',
      tokenUrl: 'https://host/token',
      authType: 'basic',
      publicKey: 'ssh-ed25519 AAAA',
      maxTokens: 5,
      keybinds: { leader: 'ctrl+x', session_list: '<leader>l' },
      baseURL: 'http://127.0.0.1:8080/v1?version=2',
      repository: 'ssh://git@host/x',
      command: ['npx', '--port', '80', '--token', '{env:T}'],
      headers: { Authorization: 'Bearer {env:T}', Accept: 'text/html' },
      instructions: ['Read: the docs', 'Use the key = value form.'],
      author: 'me',
      monkey: 'x',
    };
    assert.deepEqual(masked(plain), plain);
  });

  it('refers only to the schema of the extension', () => {
    const server: JsonObject = { $schema: 'http://127.0.0.1:9/from-config.json', a: 1 };
    assert.deepEqual(shownConfiguration(server, undefined), { a: 1 });
    assert.deepEqual(shownConfiguration(server, 'ours'), { $schema: 'ours', a: 1 });
  });
});

describe('the schema of the configuration', () => {
  it('includes everything it refers to and nothing else', () => {
    const schemas = {
      Config: { properties: { a: { $ref: '#/components/schemas/A' } } },
      A: { anyOf: [{ $ref: '#/components/schemas/B' }, { $ref: '#/components/schemas/A' }] },
      B: { type: 'string' },
      C: {},
    };
    assert.deepEqual(configurationSchema({ components: { schemas } }), {
      properties: { a: { $ref: '#/$defs/A' } },
      $defs: { A: { anyOf: [{ $ref: '#/$defs/B' }, { $ref: '#/$defs/A' }] }, B: { type: 'string' } },
    });
  });

  it('keeps only descriptive keywords and internal references', () => {
    const elsewhere = 'http://127.0.0.1:9/other.json';
    const Config = {
      $schema: elsewhere,
      $id: elsewhere,
      id: elsewhere,
      $defs: { X: { pattern: '(a+)+$' } },
      definitions: {},
      type: 'object',
      description: 'Plain words.',
      markdownDescription: '[x](command:workbench.action.quit)',
      defaultSnippets: [{ body: '$TM_FILENAME', label: 'x' }],
      patternProperties: { '(a+)+$': true },
      properties: {
        model: { $ref: elsewhere },
        file: { $ref: `file:///etc/passwd` },
        local: { $ref: '#/definitions/x' },
        missing: { $ref: '#/components/schemas/None' },
        inherited: { $ref: '#/components/schemas/constructor' },
        odd: { $ref: '#/components/schemas/A/properties/x', title: 'stays' },
        pattern: { type: 'string', pattern: '(a+)+$', format: 'uri', default: 'd' },
        $ref: { enum: ['x'], markdownEnumDescriptions: ['[x](command:x)'], enumDescriptions: ['x'] },
      },
      items: [{ pattern: 'x', minLength: 1 }],
      prefixItems: [{ format: 'x', type: 'string' }],
      additionalProperties: { not: { format: 'x' }, errorMessage: '[x](command:x)' },
      required: 'all',
      minimum: '1',
      if: { pattern: 'x' },
      else: { $ref: elsewhere },
    };
    assert.deepEqual(configurationSchema({ components: { schemas: { Config, A: {} } } }), {
      type: 'object',
      description: 'Plain words.',
      properties: {
        model: {},
        file: {},
        local: {},
        missing: {},
        inherited: {},
        odd: { title: 'stays' },
        pattern: { type: 'string', default: 'd' },
        $ref: { enum: ['x'] },
      },
      items: [{ minLength: 1 }],
      prefixItems: [{ type: 'string' }],
      additionalProperties: { not: {} },
      $defs: {},
    });
  });

  it('may contain a chain of 20,000 references', () => {
    const schemas: Record<string, JsonObject> = { Config: { $ref: '#/components/schemas/S0' } };
    for (let index = 0; index < 20_000; index++)
      schemas[`S${index}`] = { properties: { next: { $ref: `#/components/schemas/S${index + 1}` } } };
    const schema = configurationSchema({ components: { schemas } });
    assert.equal(Object.keys(schema?.['$defs'] ?? {}).length, 20_000);
  });

  it('is absent if the server does not describe itself', () => {
    for (const nothing of [undefined, null, 'text', {}, { components: { schemas: {} } }])
      assert.equal(configurationSchema(nothing), undefined);
  });
});
