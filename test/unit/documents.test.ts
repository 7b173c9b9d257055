import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scriptsOf } from '../support/npmScripts.js';

const documents = [
  ...readdirSync('.').filter((name) => name.endsWith('.md')),
  ...readdirSync('docs', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** Files and folders that documents may name, with `/` in their paths. */
const paths = ['src', 'test', 'docs', 'scripts', 'media', 'l10n'].flatMap((folder) => [
  folder,
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(
    (name) => `${folder}/${name.replaceAll('\\', '/')}`,
  ),
]);

/** Whether a path exists; `<name>` and `*` stand for any name, and a layer for its folder in `src`. */
function isPath(named: string): boolean {
  const path = /^(?:shared|core|host|webview)\//.test(named) ? `src/${named}` : named;
  if (!/[<*]/.test(path)) return existsSync(path);
  const pattern = path
    .split(/<\w+>|\*/)
    .map((part) => part.replaceAll(/[.+?^$()[\]{}|\\]/g, '\\$&'))
    .join('[^/]+');
  return paths.some((each) => new RegExp(`^${pattern}$`).test(each));
}

describe('the documents', () => {
  const scripts = new Set(
    Object.keys((JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: object }).scripts),
  );
  for (const document of documents) {
    const text = readFileSync(document, 'utf8');

    it(`name only files and npm scripts that exist: ${document}`, () => {
      const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, link = '']) => link);
      const named = [...text.matchAll(/`((?:src|test|docs|scripts|shared|core|host|webview)\/[\w./<>*-]+)`/g)];
      const missing = [
        ...links.filter((link) => !existsSync(join(dirname(document), link))),
        ...named.map(([, path = '']) => path).filter((path) => !isPath(path)),
        ...scriptsOf(text).filter((script) => !scripts.has(script)),
      ];
      assert.deepEqual(missing, []);
    });
  }
});
