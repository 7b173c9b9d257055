// Plants a violation of each rule of the architecture and checks that `npm run lint` reports it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { makeTemp, removeTemp } from '../support/temp.js';
import { CYCLE, FINE, VIOLATIONS } from './lintViolations.js';

const run = (cwd: string, program: string, ...args: readonly string[]): { status: number | null; output: string } => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(program), ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
};

describe('npm run lint', () => {
  const folder = makeTemp('lint');
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  };
  let found: readonly { readonly filename: string; readonly message: string }[] = [];

  before(() => {
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    copyFileSync('.oxlintrc.json', join(folder, '.oxlintrc.json'));
    for (const { file, text } of VIOLATIONS) write(file, text);
    for (const [file, text] of Object.entries(FINE)) write(file, text);
    const { output } = run(folder, 'node_modules/oxlint/bin/oxlint', '--format=json', 'src');
    const { diagnostics } = JSON.parse(output) as {
      readonly diagnostics: readonly {
        readonly code: string;
        readonly message: string;
        readonly help?: string;
        readonly filename: string;
      }[];
    };
    found = diagnostics.map(({ code, message, help = '', filename }) => ({
      filename: filename.replaceAll('\\', '/'),
      message: `${code} ${message} ${help}`,
    }));
  });
  after(() => removeTemp(folder));

  for (const { rule, file, message } of VIOLATIONS)
    it(`fails where a file breaks a rule: ${rule}`, () => {
      const reported = found.filter(({ filename }) => filename.endsWith(file));
      assert.match(reported.map((one) => one.message).join('\n'), message);
    });

  it('lets files pass that follow the rules', () => {
    const fine = Object.keys(FINE).filter((file) => file !== CYCLE);
    assert.deepEqual(
      found.filter(({ filename }) => fine.some((file) => filename.endsWith(file))),
      [],
    );
  });

  it('fails where package.json is not what the tables of the features generate', () => {
    const copy = makeTemp('manifest');
    for (const name of ['src', 'node_modules']) symlinkSync(resolve(name), join(copy, name), 'junction');
    writeFileSync(join(copy, 'package.json'), readFileSync('package.json', 'utf8').replace('$(trash)', '$(add)'));
    const { status, output } = run(copy, 'scripts/contributions.mjs', '--check');
    removeTemp(copy);
    assert.equal(status, 1);
    assert.match(output, /package\.json differs from the contributions\.ts/);
  });

  it('fails where a file, an export or a package is not used', () => {
    const copy = makeTemp('unused');
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'), 'junction');
    copyFileSync('knip.json', join(copy, 'knip.json'));
    const manifest = { name: 'planted', main: './src/extension.ts', devDependencies: { diff: '*' } };
    writeFileSync(join(copy, 'package.json'), JSON.stringify(manifest));
    mkdirSync(join(copy, 'src'));
    writeFileSync(join(copy, 'src/extension.ts'), "import { used } from './used.js';\nconsole.log(used);\n");
    writeFileSync(join(copy, 'src/used.ts'), 'export const used = 1;\nexport const unusedExport = 2;\n');
    writeFileSync(join(copy, 'src/unusedFile.ts'), 'export const alone = 1;\n');
    const { status, output } = run(copy, 'node_modules/knip/bin/knip.js', '--include', 'files,exports,dependencies');
    removeTemp(copy);
    assert.notEqual(status, 0);
    assert.match(output, /unusedFile\.ts/);
    assert.match(output, /unusedExport/);
    assert.match(output, /diff +package\.json/);
  });
});
