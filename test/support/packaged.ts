// The packaged extension: a fresh production build in dist/opencode-sandbox.vsix.
import { createVSIX } from '@vscode/vsce';
import { execFileSync } from 'node:child_process';
import { existsSync, rmSync, statSync } from 'node:fs';

/** Where the package is written; end-to-end tests install this. */
const vsixPath = 'dist/opencode-sandbox.vsix';

/** Builds the bundles for production. */
export function buildForProduction(): void {
  for (const name of ['extension.cjs', 'guard.cjs', 'chat.js', 'chat.css'])
    for (const ending of ['', '.map']) rmSync(`dist/${name}${ending}`, { force: true });
  execFileSync(process.execPath, ['esbuild.mjs', '--production'], { stdio: 'inherit' });
}

/** Packages the build. */
export async function packageExtension(): Promise<string> {
  rmSync(vsixPath, { force: true });
  await createVSIX({ packagePath: vsixPath, dependencies: false });
  return vsixPath;
}

/** Sizes of the package, for display. */
export function sizes(): string {
  const line = (path: string): string => `${path.padEnd(28)}${(statSync(path).size / 1000).toFixed(1).padStart(9)} kB`;
  return ['dist/extension.cjs', 'dist/chat.js', 'dist/chat.css', vsixPath]
    .filter((path) => existsSync(path))
    .map(line)
    .join('\n');
}
