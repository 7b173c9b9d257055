import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const strings = (name: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(name, 'utf8')) as Readonly<Record<string, string>>;
const english = strings('package.nls.json');
const languages = readdirSync('l10n').flatMap((name) => /^bundle\.l10n\.(.+)\.json$/.exec(name)?.[1] ?? []);

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => readFileSync(join('src', name), 'utf8'));

const LITERAL = String.raw`(?:'((?:\\.|[^'\\\n])*)'|"((?:\\.|[^"\\\n])*)")`;
const found = (source: string, before: string): readonly string[] =>
  [...source.matchAll(new RegExp(`${before}${LITERAL}`, 'g'))].map((match) =>
    (match[1] ?? match[2] ?? '').replaceAll('\\n', '\n').replaceAll(/\\(['"\\])/g, '$1'),
  );

/** Texts of a table whose values are translated where they are shown: `t(TABLE[key])`. */
const tabled = (source: string): readonly string[] =>
  [...source.matchAll(/\bt\(([A-Z]+)\[/g)].flatMap(([, name]) => {
    const table = new RegExp(`const ${name}\\b[^=]*= \\{([^}]*)\\}`).exec(source)?.[1] ?? '';
    return found(table, String.raw`:\s*`).filter((text) => text !== '');
  });

/** Reasons for refusals, as the second half of a sentence. */
const reasons = (source: string): readonly string[] =>
  found(source, String.raw`(?:\breturn|\breason:|\brefuse\(|\bunknown\(|[?:])\s*`).filter((text) =>
    /^(?:it|its|there|both|what) [^.{]+$/.test(text),
  );

/** Every text for the user: in a call of `t`, in a failure, as advice or a reason, in the line of a tool call, or in such a table. */
const texts = new Set(
  sources.flatMap((source) => [
    ...found(source, String.raw`(?<![\w.])(?:(?:vscode\.)?l10n\.)?t\(\s*`),
    ...found(source, String.raw`new (?:Failure\(\s*'\w+',|MissingForGit\()\s*`),
    ...found(source, String.raw`\b(?:verb|ask): `),
    ...found(source, String.raw`\bnote\(`),
    ...found(source, String.raw`\bwords:\s*`),
    ...found(source, String.raw`\bword: `),
    ...found(source, String.raw`\baround\(`),
    ...tabled(source),
    ...reasons(source),
  ]),
);

const places = (text: string): readonly string[] => [...text.matchAll(/\{\d\}/g)].map(([place]) => place).toSorted();

describe('the strings of the source', () => {
  it('are translated into German at least', () => assert.ok(languages.includes('de')));

  it('of the manifest are all used and defined', () => {
    const used = [...readFileSync('package.json', 'utf8').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual([...new Set(used)].toSorted(), Object.keys(english).toSorted());
  });
});

for (const language of languages)
  describe(`the translation “${language}”`, () => {
    const bundle = strings(`l10n/bundle.l10n.${language}.json`);
    const manifest = strings(`package.nls.${language}.json`);

    it('has every string of the code', () => {
      assert.ok(texts.size > 400, 'the texts are found');
      assert.deepEqual(
        [...texts].filter((text) => bundle[text] === undefined || bundle[text] === ''),
        [],
      );
    });

    it('has every string of the manifest', () => {
      assert.deepEqual(Object.keys(manifest).toSorted(), Object.keys(english).toSorted());
    });

    it('has the same placeholders', () => {
      for (const [text, translated] of Object.entries(bundle)) assert.deepEqual(places(translated), places(text), text);
    });

    it('links to the same commands', () => {
      const commands = (text: string): readonly string[] =>
        [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id ?? '');
      for (const [key, text] of Object.entries(english))
        assert.deepEqual(commands(manifest[key] ?? ''), commands(text), key);
    });
  });
