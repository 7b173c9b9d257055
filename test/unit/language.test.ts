import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Phrases that are wrong or unidiomatic, each with what to write instead. */
const banned: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\bby itself\b/i, 'automatically'],
  [/\b(?:is|are) told\b/i, 'you are notified, the product shows'],
  [/\b(?:is|are) said\b/i, 'the product shows'],
  [/\b(?:is|are|be) asked about\b/i, 'needs your confirmation'],
  [/\b(?:is|are) found out\b/i, 'is detected'],
  [/\bwhat (?:it|he|she) is called\b/i, 'name'],
  [/\bwhat is called\b/i, 'name'],
  [/\b(?:go|goes|come|comes|bring|brings|bring the changes) home\b/i, 'apply locally'],
  [/\banew\b/i, 'again'],
  [/\bin vain\b/i, 'without success'],
  [/\bmeanwhile[.,;:|]?(?:$| \|)/im, 'in between, at the same time'],
  [/\btaken? back\b/i, 'remove, cancel'],
  [/\bmeans nothing to\b/i, 'is not supported by'],
  [/\b(?:nothing|nobody) listens\b/i, 'no server is running'],
  [/\beveryone on the way\b/i, 'anyone on the network path'],
  [/\bjobs that come again\b/i, 'recurring tasks'],
  [/\bwithout anything going on\b/i, 'of inactivity'],
  [/\bthe sum you set\b/i, 'cost limit'],
  [/\bto (?:anybody|nobody) else\b/i, 'only to'],
  [/\bmend(?:s|ed)?\b/i, 'fix'],
  [/\bleft alone\b/i, 'not changed'],
  [/\bunder which path\b/i, 'path'],
  [/\bhands? knock\b|\bknocks?\b/i, 'probe'],
  // Another session may have made the difference.
  [/\bmerged with your local\b/i, 'merged: differs here from what the session began with'],
  [/\bcancelled\b/i, 'canceled'],
  [/\b(?:colour|behaviour|favourite|licence)\b/i, 'American spelling'],
  [/\bwants an?\b/i, 'requires'],
  [/\b(?:comes?|came) to be\b/i, 'becomes'],
  [/\b(?:fell|falls?) silent\b/i, 'no data'],
  [/\bnobody answers?\b/i, 'is unreachable'],
  [/\bjudged? by\b|\bthe eyes? of\b/i, 'the plain verb'],
  [/\bhow much goes\b|\bwhat goes\b/i, 'the noun'],
  [/\b(?:nothing|no one|nobody) (?:is|was) said\b/i, 'no messages, no notification'],
  [/\blooks? around\b/i, 'browse'],
  [/\blets? itself\b/i, 'can be'],
  [/\bnever heard of\b/i, 'unknown'],
];

const json = (name: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(name, 'utf8')) as Readonly<Record<string, string>>;

const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'AGENTS.md',
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** Text without titles of tests, which are quotations, and without code. */
const proseOf = (text: string): string => text.replaceAll(/```[\s\S]*?```|`[^`\n]*`|“[^”\n]*”/g, '`…`');

/** What is wrong in a text, as `phrase: instead`. */
const faultsOf = (text: string): readonly string[] =>
  banned.flatMap(([pattern, instead]) => {
    const found = pattern.exec(text);
    return found === null ? [] : [`“${found[0]}”: ${instead}`];
  });

describe('language', () => {
  it('finds a banned phrase', () => {
    assert.deepEqual(faultsOf('Kind of server; found out by itself.'), ['“by itself”: automatically']);
    assert.deepEqual(faultsOf('Server kind. Detected automatically.'), []);
  });

  it('is plain in the manifest', () => {
    const found = Object.entries(json('package.nls.json')).flatMap(([key, text]) =>
      faultsOf(text).map((fault) => `${key} ${fault}`),
    );
    assert.deepEqual(found, []);
  });

  it('is plain in the texts of the user interface', () => {
    const found = Object.keys(json('l10n/bundle.l10n.de.json')).flatMap((text) =>
      faultsOf(text).map((fault) => `${text} ${fault}`),
    );
    assert.deepEqual(found, []);
  });

  for (const name of documents)
    it(`is plain in ${name}`, () => {
      assert.deepEqual(faultsOf(proseOf(readFileSync(name, 'utf8'))), []);
    });
});
