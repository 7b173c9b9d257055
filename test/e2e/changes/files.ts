/** The content of the repository, locally and in the sandbox. */
export const files = {
  'README.md': '# Sample\n',
  'edit.ts':
    'export const a = 1;\nexport const b = 2;\nexport const c = 3;\nexport const d = 4;\nexport const e = 5;\nexport const f = 6;\n',
  'crlf.txt': 'eins\r\nzwei\r\n',
  'conflict.txt': 'one\ntwo\n',
  'gone.txt': 'gone\n',
  'old name.txt': 'moved 1\nmoved 2\nmoved 3\n',
  'logo.bin': new Uint8Array([0, 1, 2, 3]),
  '.vscode/settings.json': '{}\n',
};

/** The agent's changes. */
export const work = [
  `sed -i 's/a = 1/a = 10/; s/f = 6/f = 60/' edit.ts`,
  `sed -i 's/zwei/ZWEI/' crlf.txt`,
  `sed -i 's/two/sandbox/' conflict.txt`,
  `rm gone.txt`,
  `mv 'old name.txt' 'new name.txt'`,
  `printf '\\0\\1\\7' > logo.bin`,
  `echo '{"task.allowAutomaticTasks":"on"}' > .vscode/settings.json`,
  `mkdir -p 'ordner ü' && printf 'neu' > 'ordner ü/neu.txt'`,
].join('; ');
