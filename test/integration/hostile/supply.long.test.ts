// The package: no evaluated text, no HTML from strings, no risky options of VS Code, nothing unpinned.
import assert from 'node:assert/strict';
import { build, type Plugin } from 'esbuild';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies?: object;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations: readonly string[] };
  };
}
interface Lock {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly resolved?: string;
        readonly integrity?: string;
        readonly link?: boolean;
        readonly os?: readonly string[];
      }
    >
  >;
}
const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lock;

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => [name, readFileSync(join('src', name), 'utf8')] as const);

const bundled = async (entry: string, platform: 'node' | 'browser'): Promise<string> => {
  const { codicons } = (await import(pathToFileURL(resolve('scripts/codicons.mjs')).href)) as { codicons: Plugin };
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    platform,
    format: platform === 'node' ? 'cjs' : 'iife',
    external: ['vscode'],
    conditions: ['import'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'empty' },
    plugins: [codicons],
    define: { PRODUCTION: 'true' },
    logLevel: 'silent',
  });
  return outputFiles.map(({ text }) => text).join('\n');
};

describe('the package', () => {
  for (const [entry, platform, least] of [
    ['src/extension.ts', 'node', 50_000],
    ['src/host/platform/node/localServer/supervisor.ts', 'node', 500],
    ['src/webview/main.tsx', 'browser', 50_000],
  ] as const)
    it(`evaluates no text (${entry})`, async () => {
      const text = await bundled(entry, platform);
      assert.ok(text.length > least);
      assert.doesNotMatch(text, /\beval\(|\bnew Function\b|[^.\w]Function\("|import\(["'`]https?:/);
    });

  it('creates no HTML from strings and enables no risky options of VS Code', () => {
    for (const [name, text] of sources)
      assert.doesNotMatch(
        text,
        /window\s*\.show(Information|Warning|Error)Message\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|isTrusted ?[:=]|supportHtml|enableCommandUris|retainContextWhenHidden: true/,
        name,
      );
  });

  it('lets the chat load nothing remote, run nothing without its nonce, and create no HTML by accident', () => {
    const html = sources.find(([name]) => name.endsWith('chat/html.ts'))?.[1] ?? '';
    for (const rule of [
      "default-src 'none'",
      "script-src 'nonce-",
      "connect-src 'none'",
      "form-action 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ])
      assert.ok(html.includes(rule), rule);
    assert.doesNotMatch(html, /unsafe-|https:|\*;/);
    assert.match(html, /getRandomValues\(new Uint8Array\(\d{2}\)\)/);
  });

  it('has no dependencies, runs no installation scripts, and pins all of its tools', () => {
    assert.equal(manifest.dependencies, undefined);
    for (const name of Object.keys(manifest.scripts)) assert.doesNotMatch(name, /^(pre|post)?(install|prepare)/);
    for (const [name, version] of Object.entries(manifest.devDependencies))
      assert.match(version, /^\d+\.\d+\.\d+/, name);
    // A tool's variants for other systems are never installed here; npm leaves their sums out.
    const packages = Object.entries(lock.packages).filter(
      ([name, each]) => name !== '' && each.link !== true && each.os === undefined,
    );
    for (const [name, { resolved, integrity }] of packages) {
      assert.match(resolved ?? 'https://registry.npmjs.org/', /^https:\/\/registry\.npmjs\.org\//, name);
      assert.match(integrity ?? '', /^sha\d+-/, name);
    }
  });

  it('stores nothing of the conversation in the view state, only the draft and the position', () => {
    const bridge = sources.find(([name]) => name.endsWith('webview/bridge.ts'))?.[1] ?? '';
    const fields = /interface Saved \{([\s\S]*?)\n\}/.exec(bridge)?.[1] ?? '';
    const names = [...fields.matchAll(/^\s*readonly (\w+)\??:/gm)].map(([, name]) => name ?? '');
    assert.ok(names.length > 0);
    for (const name of names) assert.match(name, /draft|scroll|session|sandbox|attachments|model|agent/i);
    assert.equal(bridge.match(/setState\(/g)?.length, 2, 'one place that says it, one that does');
  });

  it('starts no shell but for the .cmd files of Windows, which cannot be started without', () => {
    const starters = sources.filter(([, text]) => text.includes("'node:child_process'"));
    assert.ok(starters.length > 0);
    for (const [name, text] of starters)
      assert.doesNotMatch(text, /import \{[^}]*\bexec(Sync)?\b[^}]*\} from 'node:child_process'/, name);
    // The one place that decides it has its own tests.
    const deciding = sources.filter(([name]) => name === join('host', 'platform', 'node', 'invocation.ts'));
    assert.equal(deciding.length, 1);
    const shells = [...starters, ...deciding].flatMap(
      ([, text]) => text.match(/\bshell: (?!false|boolean)[^\s}]+/g) ?? [],
    );
    assert.deepEqual(shells, ['shell: how.shell,', 'shell: true']);
  });

  it('ignores settings that name servers and programs in untrusted workspaces', () => {
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.equal(supported, 'limited');
    for (const name of ['sandboxes', 'allowInsecureHttp', 'opencodePath', 'sandboxAgentPath'])
      assert.ok(restrictedConfigurations.includes(`opencodeSandbox.${name}`), name);
  });
});
