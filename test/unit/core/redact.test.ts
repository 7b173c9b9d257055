import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRedactor } from '../../../src/core/redact.js';
import { MIN_SECRET_LENGTH } from '../../../src/core/secretForms.js';
import { base64 } from '../../../src/core/text/base64.js';
import { bench, SECRET } from './agent/transport/httpFixture.js';

/** How programs embed a text in another one. */
const WRITERS: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'as JSON': (text) => JSON.stringify(text).slice(1, -1),
  'as JSON in JSON': (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  'as JSON with escaped slashes': (text) => JSON.stringify(text).slice(1, -1).replaceAll('/', '\\/'),
  'as JSON in ASCII': (text) =>
    JSON.stringify(text)
      .slice(1, -1)
      .replaceAll(/[^\0-\x7f]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`),
  'as part of an address': encodeURIComponent,
  'as part of an address, in lower case': (text) =>
    encodeURIComponent(text).replaceAll(/%[\dA-F]{2}/g, (code) => code.toLowerCase()),
  'as a whole address': encodeURI,
  'as a path': (text) => new URL(`http://x/${text.replaceAll(/[#?\\]/g, encodeURIComponent)}`).pathname.slice(1),
  'as a path with an encoded caret': (text) =>
    new URL(`http://x/${text.replaceAll(/[#?\\]/g, encodeURIComponent)}`).pathname.slice(1).replaceAll('^', '%5E'),
  'as a path whose every character is encoded': (text) =>
    Array.from(new TextEncoder().encode(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  'as a form': (text) => new URLSearchParams([['', text]]).toString().slice(1),
  'as HTML': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'as base64': base64,
  'as base64url': (text) => Buffer.from(text).toString('base64url'),
  'as Basic credentials': (text) => base64(`opencode:${text}`),
  'as Basic credentials of anybody': (text) => base64(`somebody:${text}`).slice(12),
  'as base64 in an address': (text) => encodeURIComponent(base64(text)),
};

const SECRETS = [SECRET, 's3cr€t/+ "wörd"<&\'>\\~!*()', 'plain-password-1', '𝒮ecret🔑key?#[]|^', 'a%b=c;d,e@f:g'];

/** How each encoding writes one character, and the characters that it never leaves as they are. */
const ENCODERS: Readonly<Record<string, { readonly never: RegExp; readonly write: (char: string) => string }>> = {
  'in a URL': {
    never: /[%+ ]/,
    write: (char) =>
      Array.from(new TextEncoder().encode(char), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  },
  'in JSON': {
    never: /["\\]/,
    write: (char) =>
      Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, '0')}`).join(
        '',
      ),
  },
  'in HTML': { never: /&/, write: (char) => `&#x${(char.codePointAt(0) ?? 0).toString(16)};` },
  'in XML': { never: /&/, write: (char) => `&#${char.codePointAt(0) ?? 0};` },
};

/** Encodes the characters chosen by `isEncoded`, of which only some are `never` left as they are. */
const encodeSome = (text: string, encoder: string, isEncoded: readonly boolean[]): string =>
  Array.from(text, (char, at) => {
    const { never, write } = ENCODERS[encoder] ?? assert.fail(encoder);
    return isEncoded[at % isEncoded.length] === true || never.test(char) ? write(char) : char;
  }).join('');

describe('the redactor', () => {
  for (const [name, write] of Object.entries(WRITERS))
    it(`removes a secret ${name}`, () => {
      for (const secret of SECRETS) {
        const redactor = createRedactor();
        redactor.add(secret);
        const form = write(secret);
        const text = redactor.clean(`before ${form} after ${form}`);
        for (const one of [secret, form]) assert.ok(!text.includes(one), `${one} in ${text}`);
        assert.match(text, /^before .{0,8}•••.{0,4} after .{0,8}•••.{0,4}$/);
      }
    });

  const choice = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 });
  for (const outer of Object.keys(ENCODERS))
    it(`removes a secret of which any characters are encoded ${outer}, once or twice`, () => {
      fc.assert(
        fc.property(
          fc.constantFrom(...SECRETS),
          fc.option(fc.constantFrom(...Object.keys(ENCODERS)), { nil: undefined }),
          choice,
          choice,
          (secret, inner, first, second) => {
            const redactor = createRedactor();
            redactor.add(secret);
            const once = inner === undefined ? secret : encodeSome(secret, inner, first);
            const form = encodeSome(once, outer, second);
            assert.equal(redactor.clean(`before ${form} after ${form}`), 'before ••• after •••', form);
          },
        ),
        { numRuns: 200 },
      );
    });

  it('removes a secret after text that ends like the start of a code', () => {
    for (const [before, form] of [
      ['100%', 'bad%20secret'],
      ['%a', 'bad%20secret'],
      ['C:\\', 'bad\\u0020secret'],
      ['\\u00', 'bad\\u0020secret'],
    ] as const) {
      const redactor = createRedactor();
      redactor.add('bad secret');
      assert.equal(redactor.clean(before + form), `${before}•••`);
    }
  });

  it('hides no more than the secret and the codes it is part of', () => {
    const redactor = createRedactor();
    redactor.add('pass word');
    assert.equal(redactor.clean('é%20pass%20word%20ü\\u0041 pass+word+x'), 'é%20•••%20ü\\u0041 •••+x');
  });

  it('uses the configured user name', () => {
    const redactor = createRedactor();
    redactor.add('pw-1', 'ann');
    assert.equal(redactor.clean(base64('ann:pw-1')), '•••');
  });

  it('leaves no part of a secret that contains another', () => {
    const redactor = createRedactor();
    redactor.add('abcd');
    redactor.add('abcdefgh');
    assert.equal(redactor.clean('abcdefgh abcd'), '••• •••');
  });

  it('does not redact for a secret of three letters', () => {
    const redactor = createRedactor();
    redactor.add('the');
    assert.equal(redactor.clean('the cat'), 'the cat');
  });

  it('removes any secret from any text, even if one is part of another', () => {
    const secret = fc
      .string({ minLength: MIN_SECRET_LENGTH, maxLength: 30, unit: 'binary' })
      .filter((value) => !/^[•\s]+$|•/.test(value));
    fc.assert(
      fc.property(secret, secret, fc.string({ unit: 'binary' }), (one, two, text) => {
        const redactor = createRedactor();
        redactor.add(one);
        redactor.add(two);
        for (const form of [one, two, base64(`opencode:${one}`), encodeURIComponent(two)]) {
          const cleaned = redactor.clean(`${text} ${form} ${text}`);
          if (text.includes(form)) return;
          assert.equal(cleaned.includes(` ${form} `), false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('removes unknown secrets from headers, URLs, assignments and JSON', () => {
    const { clean } = createRedactor();
    for (const text of [
      'authorization: Basic b3BlbmNvZGU6c2VjcmV0',
      'Bearer sk-ant-api03-AAAA',
      'https://user:s3cret@host.example/x',
      'https://s3cret@host.example/x',
      'redis://:s3c/ret@host.example/0',
      'http://a:1/b http://u:s3cret@b/ http://c',
      'GET /event?auth_token=b3BlbmNvZGU6c2VjcmV0&x=1',
      'GET /x?a=1&api_key=s3cret',
      'DB_PASSWORD="s3cret s3cret" npm start',
      'Server=x;Pwd=s3cret;',
      '{"apiKey":"s3cret"}',
      '{ "client_key" : "s3\\"cret" }',
    ])
      assert.doesNotMatch(clean(text), /b3Blb|AAAA|s3|cret/, text);
    for (const text of [
      'http://127.0.0.1:4096/opencode',
      'ssh://git@host.example/x',
      'https://registry.example/@scope/package',
      'GET /session?limit=50&cursor=abc',
      '{"apiKey":"{env:KEY}"}',
      'author=me key',
    ])
      assert.equal(clean(text), text);
  });

  it('handles a megabyte of any text quickly', () => {
    const { add, clean } = createRedactor();
    add(SECRET);
    for (const unit of [
      'a',
      '/',
      ':',
      '://',
      '@',
      '://@',
      '=',
      '"',
      'a="',
      '"a":"',
      '-',
      ' ',
      'a=',
      '\\',
      'bearer ',
      '%41',
      '%25',
      '\\\\',
      '+',
      '&amp;',
      '\\u0026',
      '€',
      '[',
      '?a',
    ])
      clean(unit.repeat(1_000_000 / unit.length));
  });
});

describe('calls to a server', () => {
  it('never put the secret into the log, the traffic or an error', async () => {
    const forms = Object.values(WRITERS).map((write) => write(SECRET));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...forms),
        fc.string(),
        fc.constantFrom(200, 400, 401, 404, 500, 503),
        fc.constantFrom('application/json', 'text/plain', 'text/html'),
        fc.constantFrom<'basic' | 'bearer'>('basic', 'bearer'),
        async (form, around, status, type, auth) => {
          const body =
            type === 'application/json' ? JSON.stringify({ message: around + form + around }) : around + form;
          const at = bench(() => new Response(body, { status, headers: { 'content-type': type } }), auth);
          const told: string[] = [];
          await at.http
            .call('POST', `/session/${encodeURIComponent(form)}`, { body: JSON.stringify({ text: form }) })
            .then((answer) => answer.text())
            .catch(
              (error: unknown) => void told.push(String(error), error instanceof Error ? (error.stack ?? '') : ''),
            );
          const all = [...at.log, ...told, JSON.stringify(at.traffic)].join('\n');
          for (const secret of forms) assert.equal(all.includes(secret), false, `${secret} in ${all}`);
        },
      ),
      { numRuns: 500 },
    );
  });
});
