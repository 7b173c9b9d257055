// Writes the notices of third-party code in the bundles, based on esbuild's metafiles.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages without a license file, with the copyright line of their repository. */
const COPYRIGHT = { '@opencode-ai/sdk': 'Copyright (c) 2025 opencode' };

/** The bundled part of packages whose license requires a description of it. */
const USED = {
  '@vscode/codicons':
    'Icons of the chat, as paths, rounded to hundredths of a pixel. Copyright (c) Microsoft Corporation.',
};

const MIT = (copyright) => `MIT License

${copyright}

Permission is hereby granted, free of charge, to any person obtaining a copy
of this software and associated documentation files (the "Software"), to deal
in the Software without restriction, including without limitation the rights
to use, copy, modify, merge, publish, distribute, sublicense, and/or sell
copies of the Software, and to permit persons to whom the Software is
furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.`;

/** Folders of the packages that contribute at least a byte to an output, by name. */
export function bundledPackages(metafiles) {
  const folders = new Map();
  for (const { outputs } of metafiles)
    for (const { inputs } of Object.values(outputs))
      for (const path of Object.keys(inputs)) {
        const [folder, name] = /^.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
        if (folder !== undefined) folders.set(name, folder);
      }
  return [...folders].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function licenseOf(name, folder, license) {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (files.length > 0)
    return files
      .toSorted()
      .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').replace('\ufeff', '').trim())
      .join('\n\n');
  if (license === 'MIT' && COPYRIGHT[name] !== undefined) return MIT(COPYRIGHT[name]);
  throw new Error(`${name} is in the bundle and has no license file: add its copyright line to scripts/notices.mjs`);
}

/** The text of THIRD_PARTY_NOTICES.txt. */
export function noticesFor(metafiles) {
  const parts = bundledPackages(metafiles).map(([name, folder]) => {
    const { version, license, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const title = `${name} ${version} (${license})`;
    const used = USED[name];
    const head = [title, '-'.repeat(title.length), homepage, used].filter((line) => line !== undefined).join('\n');
    return `${head}\n\n${licenseOf(name, folder, license)}\n`;
  });
  const intro = 'OpenCode Sandbox contains code of the packages below. Their licenses follow.\n';
  return [intro, ...parts].join('\n\n');
}
