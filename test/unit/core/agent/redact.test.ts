import assert from 'node:assert/strict';
import fc from 'fast-check';
import { base64, redactor } from '../../../../src/core/agent/redact.js';
import { bench, SECRET } from './httpBench.js';

describe('secrets', () => {
  it('are in no line of the log, no traffic and no error, whatever the server answers', async () => {
    const forms = [SECRET, base64(SECRET), base64(`opencode:${SECRET}`), encodeURIComponent(SECRET)];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...forms, JSON.stringify(SECRET)),
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

  it('of any shape are removed from any text, also where one is part of another', () => {
    const secret = fc
      .string({ minLength: 3, maxLength: 30, unit: 'binary' })
      .filter((value) => !/^[•\s]+$|•/.test(value));
    fc.assert(
      fc.property(secret, secret, fc.string({ unit: 'binary' }), (one, two, text) => {
        const clean = redactor([one, two]);
        for (const form of [one, two, base64(`opencode:${one}`), encodeURIComponent(two)]) {
          const cleaned = clean(`${text} ${form} ${text}`);
          if (text.includes(form)) return;
          assert.equal(cleaned.includes(` ${form} `), false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('in headers, addresses and queries are removed even when nobody knows them', () => {
    const clean = redactor([]);
    for (const text of [
      'authorization: Basic b3BlbmNvZGU6c2VjcmV0',
      'Bearer sk-ant-api03-AAAA',
      'https://user:s3cret@host.example/x',
      'GET /event?auth_token=b3BlbmNvZGU6c2VjcmV0&x=1',
    ])
      assert.doesNotMatch(clean(text), /b3Blb|AAAA|s3cret/, text);
  });
});
