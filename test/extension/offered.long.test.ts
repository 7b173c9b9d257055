// What a kind of server lacks is not offered: the menus of its rows, and what its chat shows.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AgentServer, ServerKind } from '../../src/core/agent/ports.js';
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import { capabilitiesOf } from '../../src/host/features/chat/snapshot.js';
import { TreeProvider } from '../../src/host/features/sessions/treeProvider.js';
import type { Services } from '../../src/host/services/index.js';
import { startModel, type Model } from '../support/model.js';
import { describeKinds, SERVER_KINDS, type KindServer } from '../support/serverKinds.js';
import { until } from '../support/temp.js';
import { add, forget, inside } from './inside.js';

/** Commands in the menus of rows that need a port, and that port. */
const PORTS: Readonly<Record<string, (server: AgentServer) => unknown>> = {
  applyChanges: ({ changes }) => changes,
  archiveSession: ({ sessions }) => sessions.archive,
  attachTerminal: ({ tui }) => tui,
  compactSession: ({ sessions }) => sessions.compact,
  editConfiguration: ({ configuration }) => configuration,
  manageSavedPermissions: ({ requests }) => requests.saved,
  openInBrowser: ({ webUi }) => webUi,
  openSandboxTerminal: ({ terminals }) => terminals,
  pushLocalChanges: ({ patches }) => patches,
  remoteControl: ({ remoteControl }) => remoteControl,
  restoreSession: ({ sessions }) => sessions.archive,
  reviewChanges: ({ changes }) => changes,
  reviewLastTurn: ({ changes }) => changes,
  saveAsPatch: ({ changes }) => changes,
  searchSandbox: ({ search }) => search,
  showProcesses: ({ processes }) => processes?.background,
};

/** What each kind does not offer: menu commands, then parts of the chat. */
const LACKS: Readonly<Record<ServerKind, readonly [commands: readonly string[], chat: readonly string[]]>> = {
  'opencode-1': [['manageSavedPermissions'], ['background', 'savesPermissions']],
  'opencode-2': [['archiveSession', 'editConfiguration', 'remoteControl', 'restoreSession'], ['archive']],
  'sandbox-agent': [
    [
      'archiveSession',
      'attachTerminal',
      'compactSession',
      'editConfiguration',
      'manageSavedPermissions',
      'remoteControl',
      'restoreSession',
    ],
    [
      ...['archive', 'revert', 'fork', 'compact', 'commands', 'agents', 'modelPerPrompt', 'cost', 'rejectWithReason'],
      ...['sessionRules', 'steer', 'background', 'savesPermissions'],
    ],
  ],
};

interface Entry {
  readonly command: string;
  readonly when: string;
}

/** Menu entries of rows that depend on the server's capabilities, from the manifest of the extension under test. */
const entries = (): readonly Entry[] => {
  const manifest = readFileSync(join(process.env['TEST_ROOT'] ?? '.', 'package.json'), 'utf8');
  const { contributes } = JSON.parse(manifest) as { contributes: { menus: Record<string, readonly Entry[]> } };
  return (contributes.menus['view/item/context'] ?? [])
    .filter(({ when }) => /can[A-Z]/.test(when))
    .map(({ command, when }) => ({ command: command.replace('opencodeSandbox.', ''), when }));
};

const isShown = ({ when }: Entry, row: string): boolean => {
  const [, pattern] = /viewItem =~ \/(.*)\/$/.exec(when) ?? assert.fail(when);
  return new RegExp(pattern ?? '').test(row);
};

describeKinds(SERVER_KINDS, 'what is offered for', (kind) => {
  let services: Services;
  let model: Model;
  let server: KindServer;
  let sandbox: Sandbox;
  before(async () => {
    services = await inside();
    model = await startModel();
    server = await kind.start({ model });
    sandbox = await add(services, server.address, server.secret, 'Offered');
  });
  after(async () => {
    if (sandbox !== undefined) await forget(services, sandbox);
    await server?.dispose();
    await model?.close();
  });

  it('is what its server can do: the entries of menus, and the parts of the chat', async () => {
    const ports = await sandbox.ready();
    assert.equal(ports.identity.kind, kind.kind);
    await sandbox.newSession({ title: 'Row' });
    const tree = new TreeProvider(services);
    const rows = await until('the row of the session', async () => {
      const top = (await tree.getChildren()) ?? [];
      const own = top.filter((row) => tree.getTreeItem(row).label === 'Offered');
      const below = [];
      for (const row of own) below.push(...(await tree.getChildren(row)));
      const found = [...own, ...below].map((row) => tree.getTreeItem(row));
      return found.some(({ label }) => label === 'Row') && found;
    });
    tree.dispose();
    const values = rows.map(({ contextValue }) => contextValue ?? '');
    // Another session may have been archived.
    const looks = [...values, ...values.map((value) => value.replace(';current;', ';archived;'))];
    const offered = new Set(
      entries()
        .filter((entry) => looks.some((row) => isShown(entry, row)))
        .map(({ command }) => command),
    );
    const commands = [...new Set(entries().map(({ command }) => command))].toSorted();
    assert.deepEqual(commands, Object.keys(PORTS).toSorted(), 'the table has every such entry');
    for (const [command, port] of Object.entries(PORTS))
      assert.equal(offered.has(command), port(ports) !== undefined, command);
    const [missing, hidden] = LACKS[kind.kind];
    assert.deepEqual(
      commands.filter((command) => !offered.has(command)),
      missing,
    );
    const chat = Object.entries(capabilitiesOf(sandbox));
    assert.deepEqual(
      chat.flatMap(([name, can]) => (can === false ? [name] : [])),
      hidden,
    );
  });
});
