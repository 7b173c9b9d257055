// Checks architecture rules that the linter does not cover: knowledge of servers only in core/agent, and no folder
// cycles.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';

const ROUTES =
  'agent|api|auth|command|config|event|experimental|file|find|formatter|global|instance|log|lsp|mcp|path|permission|project|provider|pty|question|session/|skill|tui|v1|vcs|worktree';
const TOOLS =
  'apply_patch|bash|codesearch|external_directory|filePath|filediff|filepath|glob|grep|lsp|multiedit|todoread|todowrite|webfetch|websearch';

/** Patterns that only core/agent may contain. */
const SERVER_KNOWLEDGE = [
  {
    name: 'the URL path of a server',
    pattern: new RegExp(`['"\`](?:/opencode)?/(?:${ROUTES})(?:(?<=/)|[/'"\`?])`, 'g'),
  },
  { name: 'the name of a tool or of its arguments', pattern: new RegExp(`['"](?:${TOOLS})['"]|\\.filePath\\b`, 'g') },
  { name: 'the metadata of a tool', pattern: /\bmetadata\??\.[a-zA-Z]/g },
];

/** Reads all source files; their paths use `/`. */
const readSources = () =>
  readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join('src', name))
    .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(file, 'utf8') }));

const findServerKnowledge = (sources) =>
  sources
    .filter(({ file }) => !file.startsWith('src/core/agent/'))
    .flatMap(({ file, text }) =>
      SERVER_KNOWLEDGE.flatMap(({ name, pattern }) =>
        [...text.matchAll(pattern)].map(([found]) => `${file}: ${name} outside core/agent: ${found}`),
      ),
    );

const isBelow = (folder, other) => `${folder}/`.startsWith(`${other}/`);

/** The folders that each folder imports from, except its own subfolders. */
function readFolderGraph(sources) {
  const graph = new Map();
  for (const { file, text } of sources)
    for (const [, path] of text.matchAll(/\b(?:from|import) '(\.[^']+)'/g)) {
      const from = dirname(file);
      const to = dirname(posix.join(from, path));
      if (!isBelow(from, to) && !isBelow(to, from)) graph.set(from, (graph.get(from) ?? new Set()).add(to));
    }
  return graph;
}

/** The folders of an import cycle through this folder; empty if there is none. */
function findWayBack(graph, start) {
  const ways = [[start]];
  const seen = new Set();
  for (let way = ways.shift(); way !== undefined; way = ways.shift())
    for (const next of graph.get(way.at(-1)) ?? []) {
      if (next === start) return [...way, start];
      if (!seen.has(next)) ways.push([...way, next]);
      seen.add(next);
    }
  return [];
}

function findFolderCycles(sources) {
  const graph = readFolderGraph(sources);
  const ways = [...graph.keys()].map((folder) => findWayBack(graph, folder));
  return ways.filter((way) => way.length > 0).map((way) => `cycle of folders: ${way.join(' → ')}`);
}

const sources = readSources();
const problems = [...findServerKnowledge(sources), ...findFolderCycles(sources)];
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
