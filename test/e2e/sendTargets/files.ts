/** Files of the workspace: sources, files that cannot be sent, and files that should not. */
export const files = {
  'src/app.ts': 'export const one = 1;\nexport const two = 2;\nexport const three = 3;\n',
  'mixed/good.ts': 'export const good = true;\n',
  'mixed/logo.bin': '\0binary',
  'mixed/large.txt': 'x'.repeat(300_000),
  'mixed/built.js': 'ignored();\n',
  'secret/.env': 'TOKEN=abc\n',
  'secret/other.txt': 'nothing\n',
  '.gitignore': 'built.js\n',
  'README.md': '# Sample\n',
};
