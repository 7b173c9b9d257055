// `npm run package`: the .vsix, from a fresh production build, and what it weighs.
import { statSync } from 'node:fs';
import { createVSIX } from '@vscode/vsce';

const out = 'dist/opencode-sandbox.vsix';
await createVSIX({ packagePath: out, dependencies: false, allowMissingRepository: true });
for (const file of ['dist/extension.cjs', 'dist/chat.js', 'dist/chat.css', out])
  console.log(`${file}  ${(statSync(file).size / 1000).toFixed(0)} kB`);
