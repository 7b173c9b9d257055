import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS, SETTINGS } from '../../../src/host/vscode/contributed.js';
import { commandId, contextKeyId, PREFIX, VIEWS } from '../../../src/host/vscode/ids.js';
import { COMMAND_NAMES } from '../../support/commandNames.js';

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly views: Readonly<Record<string, readonly { id: string }[]>>;
    readonly viewsContainers: { activitybar: readonly { id: string }[] };
    readonly menus: Readonly<Record<string, readonly { command?: string; submenu?: string; when?: string }[]>>;
    readonly submenus?: readonly { id: string }[];
    readonly keybindings: readonly { command: string; key: string; when?: string }[];
    readonly viewsWelcome: readonly { view: string; contents: string; when?: string }[];
    readonly configuration: readonly { properties: Readonly<Record<string, { default?: unknown; scope?: string }>> }[];
  };
  readonly activationEvents: readonly string[];
  readonly capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
}

const json = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const text = readFileSync('package.json', 'utf8');
const manifest = json('package.json') as Manifest;
const { contributes } = manifest;
const ids = new Set(COMMAND_NAMES.map(commandId));

/** Every source file of the host. */
const sources = readdirSync('src/host', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join('src/host', name), 'utf8'));

describe('the manifest and the tables in code', () => {
  it('have the same commands', () => {
    assert.deepEqual(contributes.commands.map(({ command }) => command).toSorted(), [...ids].toSorted());
  });

  it('have the same commands as the registry', () => {
    // That a registration has all handlers of its feature, the compiler checks.
    const registered = sources.flatMap((source) =>
      [...source.matchAll(/commands\.register\(\s*'(\w+)'/g)].map(([, feature]) => feature ?? ''),
    );
    assert.deepEqual(registered.toSorted(), Object.keys(COMMANDS).toSorted());
  });

  it('are what the tables of the features generate', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/contributions.mjs', '--check'], {
      encoding: 'utf8',
    });
    assert.equal(stderr, '');
    assert.equal(status, 0);
  });

  it('name every command in one category', () => {
    for (const { category } of contributes.commands) assert.equal(category, 'OpenCode Sandbox');
  });

  it('have every setting and every shortcut in the README', () => {
    const readme = readFileSync('README.md', 'utf8');
    const section = (title: string): string => readme.split(`## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
    const missing = [
      ...Object.keys(SETTINGS).filter((name) => !section('Settings').includes(`\`${name}\``)),
      ...contributes.keybindings.flatMap(({ key }) =>
        section('Keyboard shortcuts').toLowerCase().includes(key) ? [] : [key],
      ),
    ];
    assert.deepEqual(missing, []);
  });

  it('have the same views', () => {
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [VIEWS.container],
    );
    assert.deepEqual(
      contributes.views[VIEWS.container]?.map(({ id }) => id),
      [VIEWS.sessions, VIEWS.chat],
    );
    assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${VIEWS.chatEditor}`));
  });

  it('have the same settings with the same defaults', () => {
    const properties = Object.assign({}, ...contributes.configuration.map((section) => section.properties)) as Record<
      string,
      { default?: unknown }
    >;
    const expected = Object.entries(SETTINGS).map(([name, value]) => [`${PREFIX}.${name}`, value]);
    const found = Object.entries(properties).map(([name, { default: value }]) => [name, value]);
    assert.deepEqual(Object.fromEntries(found), Object.fromEntries(expected));
  });

  it('bu-18: let a workspace decide nothing: every setting is the user’s', () => {
    for (const { properties } of contributes.configuration)
      for (const [name, { scope }] of Object.entries(properties))
        assert.match(scope ?? 'window', /^(application|machine)$/, name);
    for (const name of ['sandboxes', 'allowInsecureHttp', 'opencodePath', 'sandboxAgentPath'])
      assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes(`${PREFIX}.${name}`), name);
  });

  it('point menus, keys and welcome texts at commands that exist', () => {
    const submenus = new Set(contributes.submenus?.map(({ id }) => id));
    const menus = Object.values(contributes.menus).flat();
    for (const { command, submenu } of menus)
      assert.ok(command === undefined ? submenus.has(submenu ?? '') : ids.has(command), command ?? submenu);
    for (const { command } of contributes.keybindings) assert.ok(ids.has(command), command);
    const welcome = JSON.stringify(json('package.nls.json'));
    for (const [, command] of welcome.matchAll(/\(command:([\w.]+)\)/g)) assert.ok(ids.has(command ?? ''), command);
  });

  it('use only context keys that the code sets', () => {
    const table = readFileSync('src/host/vscode/ids.ts', 'utf8');
    const body = /interface ContextKeys \{([\s\S]*?)\n\}/.exec(table)?.[1] ?? '';
    const keys = [...body.matchAll(/^ {2}(\w+): /gm)].map(([, key]) => key ?? '');
    for (const key of keys)
      assert.ok(
        sources.some((source) => new RegExp(`setContextKey\\(\\s*'${key}'`).test(source)),
        key,
      );
    const clauses = [
      ...Object.values(contributes.menus).flat(),
      ...contributes.keybindings,
      ...contributes.viewsWelcome,
    ].map(({ when }) => when ?? '');
    const known = new Set([...keys.map((key) => contextKeyId(key as 'connected')), ...Object.values(VIEWS)]);
    for (const clause of clauses)
      for (const [, used] of clause.matchAll(/(?<!config\.)\b(opencodeSandbox\.\w+)\b/g))
        assert.ok(known.has(used ?? '') || clause.includes(`commentController == ${used}`), clause);
  });

  it('offer commands that need a sandbox before activation, and with only a local one', () => {
    const clauses = JSON.stringify(manifest).matchAll(/"when":"((?:[^"\\]|\\.)*)"/g);
    const settings = "config.opencodeSandbox.sandboxes != '[]'";
    for (const [, clause = ''] of clauses)
      assert.equal(
        clause.includes(settings),
        clause.includes(`${settings} || opencodeSandbox.hasSandboxes`) ||
          clause.includes(`(${settings} || opencodeSandbox.hasSandboxes)`),
        clause,
      );
    const menus = Object.entries(contributes.menus).filter(([name]) => !name.startsWith('view/'));
    for (const [, entries] of menus)
      for (const { command = '', when = '' } of entries)
        if (/\.(send|attach)/.test(command) && when !== 'false' && !when.includes('hasReviewComments'))
          assert.ok(when.includes(settings), `${command}: ${when}`);
    for (const { command, when = '' } of contributes.keybindings)
      if (/\.(send|attach)/.test(command)) assert.ok(when.includes(settings), command);
  });

  it('translate every text of the manifest into German', () => {
    const english = json('package.nls.json') as Record<string, string>;
    const german = json('package.nls.de.json') as Record<string, string>;
    assert.deepEqual(Object.keys(german).toSorted(), Object.keys(english).toSorted());
    const used = [...text.matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key ?? '');
    assert.deepEqual([...new Set(used)].toSorted(), Object.keys(english).toSorted());
  });
});
