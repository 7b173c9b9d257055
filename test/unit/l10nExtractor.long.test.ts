import { getL10nJson } from '@vscode/l10n-dev';
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

describe('the strings of the extension host', () => {
  it('are all known that VS Code’s own extractor finds', async function () {
    // A grammar in WebAssembly: seconds, and minutes on a busy machine.
    this.timeout(600_000);
    const known = JSON.parse(readFileSync('l10n/bundle.l10n.de.json', 'utf8')) as Readonly<Record<string, string>>;
    const sources = readdirSync('src/host', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join('src/host', name), 'utf8'))
      .filter((source) => source.includes('l10n'));
    const keys = Object.keys(await getL10nJson(sources.map((contents) => ({ extension: '.ts', contents }))));
    assert.ok(keys.length > 400, 'the strings are found');
    assert.deepEqual(
      keys.filter((key) => !Object.hasOwn(known, key)),
      [],
    );
  });
});
