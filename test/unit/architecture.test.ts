import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Source files below a folder, with their text. */
const sources = (folder: string): readonly { readonly file: string; readonly text: string }[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .map((file) => ({ file, text: readFileSync(file, 'utf8') }));

const all = sources('src');

const folderOf = (file: string): string => dirname(file).replaceAll('\\', '/');
const isBelow = (folder: string, other: string): boolean => `${folder}/`.startsWith(`${other}/`);

/** The folders that each folder imports from. A folder and its own subfolders belong together and do not count. */
function folderGraph(): ReadonlyMap<string, ReadonlySet<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { file, text } of all)
    for (const [, path = ''] of text.matchAll(/\b(?:from|import) '(\.[^']+)'/g)) {
      const [from, to] = [folderOf(file), folderOf(join(dirname(file), path))];
      if (isBelow(from, to) || isBelow(to, from)) continue;
      graph.set(from, (graph.get(from) ?? new Set()).add(to));
    }
  return graph;
}

/** The folders on a way from this one back to it; none where there is no such way. */
function wayBack(graph: ReadonlyMap<string, ReadonlySet<string>>, start: string): readonly string[] {
  const ways: (readonly string[])[] = [[start]];
  const seen = new Set<string>();
  for (let way = ways.shift(); way !== undefined; way = ways.shift())
    for (const next of graph.get(way.at(-1) ?? '') ?? []) {
      if (next === start) return [...way, start];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  return [];
}

describe('the source code', () => {
  it('has no cycles of folders', () => {
    const graph = folderGraph();
    assert.ok(graph.size > 20);
    const cycles = [...graph.keys()].map((folder) => wayBack(graph, folder).map((each) => relative('src', each)));
    assert.deepEqual(
      cycles.filter((way) => way.length > 0).map((way) => way.join(' → ')),
      [],
    );
  });

  it('sees a cycle of folders', () => {
    const graph = new Map([
      ['a', new Set(['b'])],
      ['b', new Set(['c'])],
      ['c', new Set(['a'])],
    ]);
    assert.deepEqual(wayBack(graph, 'b'), ['b', 'c', 'a', 'b']);
  });

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
