// The packaged extension: a fresh production build. It is made in a folder of its own, so that the development build in
// `dist` stays as it is for what runs beside.
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { execFileSync } from 'node:child_process';
import { cpSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What is packaged. */
const content = 'out/package';
/** Where the package is written; end-to-end tests install this. */
const vsixPath = 'dist/opencode-sandbox.vsix';

/** Builds the bundles for production and packages them. */
export async function packageExtension(): Promise<string> {
  rmSync(content, { recursive: true, force: true });
  for (const path of ['.vscodeignore', ...(await listFiles({ packageManager: PackageManager.None }))])
    if (!path.startsWith('dist/')) cpSync(path, join(content, path));
  execFileSync(process.execPath, ['esbuild.mjs', '--production', `--outdir=${content}/dist`], { stdio: 'inherit' });
  rmSync(vsixPath, { force: true });
  await createVSIX({ cwd: content, packagePath: vsixPath, dependencies: false });
  return vsixPath;
}

/** The files that are measured: the bundles, and the package. */
export const measured = {
  extension: `${content}/dist/extension.cjs`,
  chat: `${content}/dist/chat.js`,
  styles: `${content}/dist/chat.css`,
  package: vsixPath,
} as const;

/** The size of a file in kB. */
export const kilobytes = (path: string): number => statSync(path).size / 1000;

/** Sizes of the package, for display. */
export const sizes = (): string =>
  Object.values(measured)
    .map((path) => `${path.padEnd(32)}${kilobytes(path).toFixed(1).padStart(9)} kB`)
    .join('\n');
