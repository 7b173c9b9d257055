import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DEPLOY_FILES, fillTemplate, isAppName, isRegion } from '../../../src/core/deploy.js';

const filled = (name: string): string =>
  fillTemplate(readFileSync(`media/fly/${name}`, 'utf8'), { app: 'my-sandbox', region: 'fra' });

/** The part of TOML that the file uses, strictly: tables, arrays of tables, strings, numbers, truth. */
function parse(text: string): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  let table: Record<string, unknown> = root;
  for (const line of text.split('\n').filter((each) => each.trim() !== '' && !each.startsWith('#'))) {
    const head = /^\[(\[?)([\w.]+)\]?\]$/.exec(line);
    const pair = /^(\w+) = ("[^"\\]*"|\d+|true|false)$/.exec(line);
    if (head?.[2] !== undefined) {
      const names = head[2].split('.');
      const last = names.pop() ?? '';
      const parent = names.reduce((at, name) => (at[name] ??= {}) as Record<string, unknown>, root);
      table = {};
      if (head[1] === '[') parent[last] = [...((parent[last] as unknown[] | undefined) ?? []), table];
      else parent[last] = table;
    } else if (pair?.[1] !== undefined) table[pair[1]] = JSON.parse(pair[2] ?? '');
    else assert.fail(`no TOML: ${line}`);
  }
  return root;
}

describe('the files for a deployment to Fly.io', () => {
  it('use a volume, stop the machine when idle, and define a health check', () => {
    assert.deepEqual(parse(filled('fly.toml')), {
      app: 'my-sandbox',
      primary_region: 'fra',
      build: {},
      mounts: { source: 'data', destination: '/data' },
      http_service: {
        internal_port: 8080,
        force_https: true,
        auto_stop_machines: 'stop',
        auto_start_machines: true,
        min_machines_running: 0,
        checks: [{ method: 'GET', path: '/health', interval: '15s', timeout: '5s', grace_period: '30s' }],
      },
      vm: [{ size: 'shared-cpu-2x', memory: '2gb' }],
    });
  });

  it('leave no placeholder unfilled', () => {
    for (const name of DEPLOY_FILES) assert.doesNotMatch(filled(name), /\{\{/, name);
    assert.match(filled('README.md'), /https:\/\/my-sandbox\.fly\.dev\/opencode/);
  });

  it('contain no password in a file or on a command line', () => {
    for (const name of DEPLOY_FILES) assert.doesNotMatch(filled(name), /secrets set|PASSWORD=["']?[A-Za-z0-9]/, name);
  });

  it('accept only names that are valid in a host name', () => {
    for (const good of ['a', 'my-sandbox', 'a1']) assert.ok(isAppName(good), good);
    for (const bad of ['', '-a', 'a-', 'A', 'a.b', 'a b', 'a;rm', 'x'.repeat(31)]) assert.ok(!isAppName(bad), bad);
    assert.ok(isRegion('fra') && !isRegion('frankfurt') && !isRegion('a;b'));
  });
});
