import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Source files below a folder, with their text. */
const sources = (folder: string): readonly { readonly file: string; readonly text: string }[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

const all = sources('src');

describe('the source code', () => {
  it('names URL paths of a server only in core/agent', () => {
    const paths =
      /['"`](?:\/opencode)?\/(?:pty|event|path|project|permission|question|global|config|api|v1)(?:\/|['"`?])/;
    const found = all.filter(({ file, text }) => !file.startsWith('src/core/agent/') && paths.test(text));
    assert.deepEqual(
      found.map(({ file, text }) => `${file}: ${paths.exec(text)?.[0] ?? ''}`),
      [],
    );
  });

  it('names the tools of a server, their arguments and details only in core/agent', () => {
    const names =
      /['"](?:bash|apply_patch|todowrite|webfetch|websearch|external_directory|filePath|filepath|filediff)['"]|\.filePath\b/;
    const found = all.filter(({ file, text }) => !file.startsWith('src/core/agent/') && names.test(text));
    assert.deepEqual(
      found.map(({ file, text }) => `${file}: ${names.exec(text)?.[0] ?? ''}`),
      [],
    );
  });
});
