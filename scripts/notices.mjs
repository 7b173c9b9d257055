// The notices of third parties whose code is in the bundles, made of esbuild's metafiles.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What was taken over into the source by hand. */
const COPIED = `vscode-codicons (CC-BY-4.0)
---------------------------
https://github.com/microsoft/vscode-codicons

Icons of states in the chat, as paths. Copyright (c) Microsoft Corporation.
Licensed under the Creative Commons Attribution 4.0 International License,
https://creativecommons.org/licenses/by/4.0/legalcode. The shapes are
unchanged.
`;

/** Folders of the packages of which at least a byte is in an output, by name. */
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

function licenseOf(name, folder) {
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file));
  if (files.length > 0)
    return files
      .toSorted()
      .map((file) => readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim())
      .join('\n\n');
  throw new Error(`${name} is in the bundle and has no license file: add its license to scripts/notices.mjs`);
}

/** The text of THIRD_PARTY_NOTICES.txt. */
export function noticesFor(metafiles) {
  const parts = bundledPackages(metafiles).map(([name, folder]) => {
    const { version, license, homepage } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const title = `${name} ${version} (${license})`;
    const head = [title, '-'.repeat(title.length), ...(homepage === undefined ? [] : [homepage])].join('\n');
    return `${head}\n\n${licenseOf(name, folder)}\n`;
  });
  const intro = 'OpenCode Sandbox contains code of the packages below. Their licenses follow.\n';
  return [intro, ...parts, COPIED].join('\n\n');
}
