import assert from 'node:assert/strict';
import fc from 'fast-check';
import { configurationSchema } from '../../../../src/core/agent/opencode/schema.js';
import { editOf, ignoredIn, KEPT, masked } from '../../../../src/core/sandbox/configuration.js';
import type { JsonObject } from '../../../../src/shared/model/entities.js';

const config: JsonObject = {
  $schema: 'x',
  model: 'a/b',
  provider: { a: { options: { apiKey: 'sk-1', baseURL: 'http://x', maxTokens: 5 } } },
  mcp: { git: { headers: { Authorization: 'Bearer 1', 'x-api-key': 'k' }, environment: { GITHUB_TOKEN: '{env:T}' } } },
  instructions: ['one'],
  keybinds: { leader: 'ctrl+x' },
};

describe('an edit of the configuration', () => {
  it('shows no secret, but what only refers to one', () => {
    const shown = JSON.stringify(masked(config));
    for (const secret of ['sk-1', 'Bearer 1', '"k"']) assert.ok(!shown.includes(secret), secret);
    for (const kept of ['{env:T}', 'ctrl+x', 'http://x', '5']) assert.ok(shown.includes(kept), kept);
  });

  it('sends only what changed, and never a masked secret', () => {
    const shown = masked(config) as JsonObject;
    const edited = structuredClone(shown) as Record<string, never>;
    Object.assign(edited, {
      model: 'c/d',
      provider: { a: { options: { apiKey: KEPT, baseURL: 'http://y', maxTokens: 5 } } },
    });
    assert.deepEqual(editOf(shown, edited), {
      patch: { model: 'c/d', provider: { a: { options: { baseURL: 'http://y' } } } },
      removed: [],
      hidden: [],
    });
  });

  it('sends a secret that was written anew', () => {
    const shown = masked(config) as JsonObject;
    const { patch } = editOf(shown, {
      ...shown,
      provider: { a: { options: { apiKey: 'new', baseURL: 'http://x', maxTokens: 5 } } },
    });
    assert.deepEqual(patch, { provider: { a: { options: { apiKey: 'new' } } } });
  });

  it('tells what was taken out, by its whole name', () => {
    const { model: _, ...rest } = config;
    assert.deepEqual(editOf(config, { ...rest, keybinds: {} }).removed, ['model', 'keybinds.leader']);
  });

  it('tells of lists whose secrets cannot be kept', () => {
    const shown: JsonObject = { many: [{ token: KEPT }] };
    assert.deepEqual(editOf(shown, { many: [{ token: KEPT }, 1] }).hidden, ['many']);
  });

  it('finds what the server did not take', () => {
    assert.deepEqual(ignoredIn({ a: 1, b: { c: 1, d: 2 } }, { b: { d: 2 } }), ['a', 'b.c']);
  });

  it('of the same content sends nothing, and merged into what was shown gives what was edited', () => {
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

describe('the schema of the configuration', () => {
  it('takes along all it refers to and nothing else', () => {
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

  it('is none where the server does not describe itself', () => {
    for (const nothing of [undefined, null, 'text', {}, { components: { schemas: {} } }])
      assert.equal(configurationSchema(nothing), undefined);
  });
});
