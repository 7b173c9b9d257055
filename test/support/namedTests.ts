// Tests that the documentation names: files, each with the titles quoted after it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The test files that a name such as `unit/core/sync` or `e2e/hostile` stands for. */
function filesOf(name: string): readonly string[] {
  const path = name.startsWith('test/') ? name : join('test', name);
  for (const ending of ['', '.test.ts', '.long.test.ts', '.e2e.ts', '.long.e2e.ts', '.ts']) {
    const file = path + ending;
    if (!existsSync(file)) continue;
    return statSync(file).isFile()
      ? [file]
      : readdirSync(file, { recursive: true, encoding: 'utf8' })
          .filter((each) => each.endsWith('.ts'))
          .map((each) => join(file, each));
  }
  return [];
}

/** Test files named in a cell, each with the titles that follow it. */
const named = (cell: string): readonly { readonly file: string; readonly titles: readonly string[] }[] =>
  [...cell.matchAll(/`((?:unit|integration|e2e|extension|test)\/?[\w/.-]*)`([^`]*)/g)].map(
    ([, file = '', after = '']) => ({
      file,
      titles: [...after.matchAll(/“([^”]+)”/g)].map(([, title = '']) => title.replace(/ ?…$/, '')),
    }),
  );

/** Fails if a named file or a quoted title does not exist; returns the count of files. */
export function checkNamedTests(cell: string): number {
  const found = named(cell);
  for (const { file, titles } of found) {
    const files = filesOf(file);
    assert.ok(files.length > 0, `there is no ${file}`);
    const text = files
      .map((each) => readFileSync(each, 'utf8'))
      .join('\n')
      .replaceAll('\\u2019', '’');
    for (const title of titles) assert.ok(text.includes(title), `“${title}” is not in ${file}`);
  }
  return found.length;
}

/** The rows of the tables of a document, without their heads, as cells. */
export const rowsOf = (document: string): readonly (readonly string[])[] =>
  readFileSync(document, 'utf8')
    .split('\n')
    .filter((line, at, lines) => line.startsWith('| ') && lines[at + 1]?.startsWith('|---') !== true)
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
