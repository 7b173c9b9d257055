import { listFiles } from '@vscode/vsce';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const FILE = 'THIRD_PARTY_NOTICES.txt';

/** What esbuild puts into the bundles, and the notices for it. */
const bundled = (): { readonly packages: readonly string[]; readonly text: string } =>
  JSON.parse(execFileSync(process.execPath, ['esbuild.mjs', '--production', '--notices'], { encoding: 'utf8' })) as {
    packages: string[];
    text: string;
  };

describe('the notices of third parties', () => {
  it('name every package in the bundles with its license', () => {
    const { packages, text } = bundled();
    const notices = readFileSync(FILE, 'utf8');
    assert.ok(packages.length >= 10, packages.join(', '));
    for (const name of packages) {
      const part = notices.split(`\n${name} `)[1] ?? assert.fail(`${name} is not in ${FILE}: run npm run build`);
      assert.match(
        part.slice(0, 2_000),
        /Permission is hereby granted|Redistribution and use|Attribution 4\.0 International/,
        name,
      );
    }
    assert.equal(notices, text, `${FILE} is out of date: run npm run build`);
  });

  it('are in the package', async () => {
    assert.ok((await listFiles({ dependencies: false } as never)).includes(FILE));
  });
});
