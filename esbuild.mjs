// Builds the bundles: the extension, the guard of local servers, the chat webview and, with --tests, every test and runner.
import { build, context } from 'esbuild';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { codicons } from './scripts/codicons.mjs';
import { bundledPackages, noticesFor } from './scripts/notices.mjs';

const has = (flag) => process.argv.includes(flag);
/** With --tests: parts of paths; only these tests are built, and nothing is removed. */
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const production = has('--production');
/** Where the shipped bundles are written. */
const outdir = process.argv.find((argument) => argument.startsWith('--outdir='))?.slice('--outdir='.length) ?? 'dist';
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
  target: 'es2022',
  plugins: [codicons],
  // Licenses ship in one file.
  legalComments: 'none',
};

const extension = {
  ...common,
  entryPoints: ['src/extension.ts'],
  outfile: join(outdir, 'extension.cjs'),
  platform: 'node',
  format: 'cjs',
  external: ['vscode'],
  conditions: ['import'],
  define: { PRODUCTION: String(production) },
};
/** Runs beside a local server, outside the extension host. */
const supervisor = {
  ...common,
  entryPoints: ['src/host/platform/node/localServer/supervisor.ts'],
  outfile: join(outdir, 'supervisor.cjs'),
  platform: 'node',
  format: 'cjs',
};
const chat = {
  ...common,
  entryPoints: { chat: 'src/webview/main.tsx' },
  outdir,
  platform: 'browser',
  format: 'iife',
  jsx: 'automatic',
  jsxImportSource: 'preact',
  define: { PRODUCTION: String(production) },
};

/** Every file below `dir` that `keep` accepts. */
function walk(dir, keep) {
  return readdirSync(dir).flatMap((name) => {
    const path = join(dir, name);
    if (['codeServer', 'fixtures', 'node_modules'].includes(name)) return [];
    return statSync(path).isDirectory() ? walk(path, keep) : keep(path) ? [path] : [];
  });
}

const isEntry = (path) =>
  /\.(test|process)\.tsx?$/.test(path) || /^scripts\/[^/]+\.ts$/.test(path) || /^test\/e2e\/[^/]+\.e2e\.ts$/.test(path);
const insideHost = (path) => path.startsWith('test/extension/');

function tests() {
  const entries = [...walk('test', isEntry), ...walk('scripts', isEntry)].filter(
    (path) => !wanted.length || wanted.some((part) => path.includes(part)),
  );
  const node = {
    ...common,
    minify: false,
    sourcemap: 'linked',
    platform: 'node',
    target: 'node20',
    outdir: 'out',
    outbase: '.',
    jsx: 'automatic',
    jsxImportSource: 'preact',
  };
  return [
    {
      ...node,
      entryPoints: entries.filter((path) => !insideHost(path)),
      format: 'esm',
      outExtension: { '.js': '.mjs' },
      packages: 'external',
      external: ['vscode'],
      loader: { '.css': 'empty' },
    },
    {
      ...node,
      entryPoints: [...entries.filter(insideHost), ...(wanted.length ? [] : ['test/extension/index.ts'])],
      format: 'cjs',
      outExtension: { '.js': '.cjs' },
      external: ['vscode', 'mocha'],
    },
  ];
}

const shipped = [extension, supervisor, chat];
const targets = wanted.length ? [] : shipped;
if (has('--notices')) {
  // Prints what is in the bundles, for a test, and writes nothing.
  const results = await Promise.all(shipped.map((options) => build({ ...options, metafile: true, write: false })));
  const metafiles = results.map(({ metafile }) => metafile);
  const packages = bundledPackages(metafiles).map(([name]) => name);
  process.stdout.write(JSON.stringify({ packages, text: noticesFor(metafiles) }));
  process.exit();
}
if (has('--tests')) {
  if (!wanted.length)
    for (const folder of ['out/test', 'out/scripts']) rmSync(folder, { recursive: true, force: true });
  targets.push(...tests());
}
if (has('--watch')) {
  const contexts = await Promise.all(targets.map((options) => context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((each) => each.watch()));
} else {
  const results = await Promise.all(targets.map((options) => build({ ...options, metafile: true })));
  if (production && !wanted.length && outdir === 'dist')
    writeFileSync(
      'THIRD_PARTY_NOTICES.txt',
      noticesFor(results.slice(0, shipped.length).map(({ metafile }) => metafile)),
    );
}
