import { getL10nJson } from '@vscode/l10n-dev';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const german = JSON.parse(readFileSync('l10n/bundle.l10n.de.json', 'utf8')) as Readonly<Record<string, string>>;
const nls = (name: string): Readonly<Record<string, string>> =>
  JSON.parse(readFileSync(name, 'utf8')) as Readonly<Record<string, string>>;

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

/** Why something is not done, as the second half of a sentence. */
const reasons = (source: string): readonly string[] =>
  found(source, String.raw`(?:\breturn|\breason:|\brefuse\(|\bunknown\(|[?:])\s*`).filter((text) =>
    /^(?:it|its|there|both|what) [^.{]+$/.test(text),
  );

/** Every text for the user: translated on the spot, said by a failure, as advice or as a reason, named by a tool's card, or in such a table. */
const texts = new Set(
  sources.flatMap((source) => [
    ...found(source, String.raw`(?<![\w.])(?:(?:vscode\.)?l10n\.)?t\(\s*`),
    ...found(source, String.raw`new Failure\(\s*'\w+',\s*`),
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

describe('German', () => {
  it('has every string of the code', () => {
    assert.ok(texts.size > 400, 'the texts are found');
    assert.deepEqual(
      [...texts].filter((text) => german[text] === undefined || german[text] === ''),
      [],
    );
  });

  it('has every string that VS Code’s own extractor finds in the extension host', async function () {
    // A grammar in WebAssembly: seconds, and minutes on a busy machine.
    this.timeout(600_000);
    const host = readdirSync('src/host', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join('src/host', name), 'utf8'))
      .filter((source) => source.includes('l10n'));
    const keys = Object.keys(await getL10nJson(host.map((contents) => ({ extension: '.ts', contents }))));
    assert.ok(keys.length > 400, 'the strings are found');
    assert.deepEqual(
      keys.filter((key) => !texts.has(key)),
      [],
      'our own search finds them as well',
    );
    assert.deepEqual(
      keys.filter((key) => !german[key]),
      [],
    );
  });

  it('has every string of the manifest', () => {
    const [ours, theirs] = [nls('package.nls.json'), nls('package.nls.de.json')];
    assert.deepEqual(Object.keys(theirs).toSorted(), Object.keys(ours).toSorted());
    const used = [...readFileSync('package.json', 'utf8').matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual(
      used.filter((key) => ours[key] === undefined),
      [],
    );
    assert.deepEqual(
      Object.keys(ours).filter((key) => !used.includes(key)),
      [],
    );
  });

  it('has the same placeholders', () => {
    for (const [text, translated] of Object.entries(german)) assert.deepEqual(places(translated), places(text), text);
  });

  it('links to the same commands', () => {
    const [ours, theirs] = [nls('package.nls.json'), nls('package.nls.de.json')];
    const commands = (text: string): readonly string[] =>
      [...text.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id ?? '');
    for (const [key, text] of Object.entries(ours)) assert.deepEqual(commands(theirs[key] ?? ''), commands(text), key);
  });
});
