// A second extension for a scenario, packaged as a real one.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { makeTemp } from './temp.js';

/** Its name, contributions and code. */
export interface TinyExtension {
  readonly name: string;
  /** The rest of its package.json: activationEvents, contributes, extensionDependencies. */
  readonly manifest?: Readonly<Record<string, unknown>>;
  /** Body of its CommonJS module; `vscode` is in scope, `exports.activate` is expected. */
  readonly code: string;
}

/** Packages it; gives the path of the .vsix and its folder, which the caller removes. */
export async function packTinyExtension({
  name,
  manifest,
  code,
}: TinyExtension): Promise<{ path: string; dir: string }> {
  const dir = makeTemp(name);
  const path = join(dir, `${name}.vsix`);
  const own = {
    name,
    publisher: 'tiny',
    version: '0.0.1',
    license: 'MIT',
    engines: { vscode: '^1.90.0' },
    main: './main.js',
    activationEvents: ['onStartupFinished'],
    ...manifest,
  };
  writeFileSync(join(dir, 'package.json'), JSON.stringify(own));
  writeFileSync(join(dir, 'main.js'), `'use strict';\nconst vscode = require('vscode');\n${code}\n`);
  writeFileSync(join(dir, 'README.md'), `# ${name}\n`);
  writeFileSync(join(dir, 'LICENSE'), 'For tests.\n');
  await createVSIX({ cwd: dir, packagePath: path, dependencies: false, allowMissingRepository: true });
  return { path, dir };
}
