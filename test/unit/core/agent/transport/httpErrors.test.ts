import assert from 'node:assert/strict';
import type { FailureKind } from '../../../../../src/core/failure.js';
import { bench, failureOf, json } from './httpFixture.js';

describe('a refusal', () => {
  const shapes: readonly (readonly [name: string, response: () => Response, kind: FailureKind, words: RegExp])[] = [
    ['401 without a body', () => new Response(null, { status: 401 }), 'unauthorized', /password or token/],
    [
      'a named error with data',
      () => json({ name: 'BadRequest', data: { message: 'no such model' } }, 400),
      'rejected',
      /^no such model$/,
    ],
    [
      'a list of errors',
      () => json({ errors: [{ message: 'first' }, { message: 'second' }] }, 400),
      'rejected',
      /^first$/,
    ],
    ['a bare message', () => json({ message: 'broken\n  here' }, 500), 'rejected', /^broken here$/],
    [
      'problem+json',
      () =>
        new Response('{"type":"about:blank","title":"Not Found","detail":"no session"}', {
          status: 404,
          headers: { 'content-type': 'application/problem+json' },
        }),
      'rejected',
      /^no session$/,
    ],
    ['a tag', () => json({ _tag: 'BadRequest' }, 400), 'rejected', /^BadRequest$/],
    [
      'plain text',
      () => new Response('busy', { status: 409, headers: { 'content-type': 'text/plain' } }),
      'rejected',
      /^busy$/,
    ],
    [
      'a web page',
      () => new Response('<h1>no</h1>', { status: 404, headers: { 'content-type': 'text/html' } }),
      'wrongAddress',
      /no sandbox at this path/,
    ],
    [
      'invalid JSON',
      () => new Response('{', { status: 500, headers: { 'content-type': 'application/json' } }),
      'rejected',
      /error 500/,
    ],
    ['empty', () => new Response(null, { status: 500 }), 'rejected', /error 500/],
    ['the page of a gateway', () => new Response('Bad gateway', { status: 502 }), 'waking', /not ready yet/],
    ['markup and links', () => json({ message: '[Open](command:x) <img src=x>' }, 500), 'rejected', /^\[Open\]/],
    ['a long message', () => json({ message: 'w'.repeat(100_000) }, 500), 'rejected', /^w{300}$/],
  ];
  for (const [name, response, kind, words] of shapes)
    it(`is understood: ${name}`, async () => {
      const failure = await failureOf(bench(response).http.call('GET', '/x'));
      assert.equal(failure.kind, kind);
      assert.match(failure.message, words);
    });

  for (const [wish, ms] of [
    ['3', 3_000],
    ['999999999', 30_000],
    ['Fri, 21 Nov 2036 00:00:00 GMT', undefined],
    ['-1', undefined],
    ['1e9', undefined],
  ] as const)
    it(`is retried within half a minute after “Retry-After: ${wish}”`, async () => {
      const failure = await failureOf(
        bench(() => new Response('', { status: 503, headers: { 'retry-after': wish } })).http.call('GET', '/x'),
      );
      assert.equal(failure.retryAfter, ms);
    });
});
