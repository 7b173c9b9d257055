import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Commit } from '../../../core/sync/store.js';
import type { SandboxId, SessionId } from '../../../shared/model/ids.js';
import { topSession } from '../../../shared/model/select.js';
import { forEachSandbox } from '../../services/forEachSandbox.js';
import type { Services } from '../../services/index.js';
import { ChangedRows } from './changedRows.js';
import { treeItem } from './item.js';
import { childRows, hasChanges, parentRow, rowKey, type Row } from './rows.js';
import { touchedSessions } from './touchedSessions.js';

/** The row of a session's changes, if it has any. */
const filesRow = (sandbox: Sandbox, row: Row): readonly Row[] =>
  row.kind === 'session' && hasChanges(sandbox, row.sessionId)
    ? [{ kind: 'changes', sandboxId: row.sandboxId, sessionId: row.sessionId }]
    : [];

/** Limit of files that the tree lists; the review has all of them. */
const MAX_CHANGE_ROWS = 1_000;

async function changeRows(sandbox: Sandbox, sessionId: SessionId): Promise<readonly Row[]> {
  const { id: sandboxId } = sandbox.profile;
  // A tree cannot ask for a password: hide changes that cannot be loaded; the sandbox's row shows the reason.
  const changes = await sandbox.sessionChanges(sessionId).catch(() => []);
  const listed = changes.filter(({ unlisted }) => unlisted === undefined).slice(0, MAX_CHANGE_ROWS);
  return listed.map((change) => ({ kind: 'change', sandboxId, sessionId, ...change }));
}

const sandboxRow = (sandboxId: SandboxId): Row => ({ kind: 'sandbox', sandboxId });
const orderOf = (sandbox: Sandbox, row: Row): string => childRows(sandbox, row).map(rowKey).join(' ');

/** Tree data provider of sandboxes and their sessions. Stores only the identity of rows, never their content. */
export class TreeProvider implements vscode.TreeDataProvider<Row>, Disposable {
  readonly #services: Services;
  readonly #changed: ChangedRows;
  /** Row objects by key: VS Code compares rows by identity. */
  readonly #rows = new Map<string, Row>();
  /** Keys of the last returned children of a row, to detect changes of their order. */
  readonly #order = new Map<string, string>();
  /** How often each sandbox was collapsed. */
  readonly #collapsed = new Map<SandboxId, number>();
  readonly #bag: Disposable;

  constructor(services: Services) {
    const { sandboxes, clock } = services;
    this.#services = services;
    this.#changed = new ChangedRows(clock);
    this.#bag = createBag(
      this.#changed,
      sandboxes.onDidChange(() => this.redraw()),
      forEachSandbox(sandboxes, (sandbox) => this.#follow(sandbox)),
    );
    this.redraw();
  }

  get onDidChangeTreeData(): vscode.Event<Row | Row[] | undefined> {
    return this.#changed.onDidChange;
  }

  /** Returns the object that represents a row. */
  find(row: Row): Row {
    const known = this.#rows.get(rowKey(row));
    if (known !== undefined) return known;
    this.#rows.set(rowKey(row), row);
    return row;
  }

  /** Whether this row was returned to VS Code. */
  isGiven(row: Row): boolean {
    const sandbox = this.#sandboxOf(row);
    const parent = sandbox === undefined ? undefined : parentRow(sandbox, row);
    return parent !== undefined && this.#order.get(rowKey(parent))?.split(' ').includes(rowKey(row)) === true;
  }

  /** Refreshes everything. */
  redraw(): void {
    this.#changed.addAll();
  }

  /**
   * Collapses sandboxes. VS Code has no API that collapses a tree item, but an item with a new ID starts collapsed;
   * afterwards, VS Code keeps the state that the user chooses.
   */
  collapse(ids: readonly SandboxId[]): void {
    for (const id of ids) this.#collapsed.set(id, (this.#collapsed.get(id) ?? 0) + 1);
    if (ids.length > 0) this.redraw();
  }

  getTreeItem(row: Row): vscode.TreeItem {
    const item = treeItem(this.#sandboxOf(row), row, this.#services.clock.now());
    const times = row.kind === 'sandbox' ? this.#collapsed.get(row.sandboxId) : undefined;
    if (times !== undefined) {
      item.id = `${rowKey(row)}#collapsed-${times}`;
      item.collapsibleState = vscode.TreeItemCollapsibleState.Collapsed;
    }
    return item;
  }

  getChildren(row?: Row): Row[] | Promise<Row[]> {
    if (row === undefined) return this.#services.sandboxes.all.map(({ profile }) => this.find(sandboxRow(profile.id)));
    const sandbox = this.#sandboxOf(row);
    if (sandbox === undefined) return [];
    if (row.kind === 'changes')
      return changeRows(sandbox, row.sessionId).then((list) => list.map((each) => this.#renew(each)));
    this.#order.set(rowKey(row), orderOf(sandbox, row));
    return [...filesRow(sandbox, row), ...childRows(sandbox, row)].map((each) => this.find(each));
  }

  getParent(row: Row): Row | undefined {
    const sandbox = this.#sandboxOf(row);
    const parent = sandbox === undefined ? undefined : parentRow(sandbox, row);
    return parent === undefined ? undefined : this.find(parent);
  }

  dispose(): void {
    this.#bag.dispose();
  }

  #sandboxOf({ sandboxId }: Row): Sandbox | undefined {
    return this.#services.sandboxes.get(sandboxId);
  }

  /** Updates rows that contain data, such as files. */
  #renew(row: Row): Row {
    this.#rows.set(rowKey(row), row);
    return row;
  }

  #follow(sandbox: Sandbox): Disposable {
    const root = sandboxRow(sandbox.profile.id);
    return createBag(
      sandbox.store.onDidCommit((commit) => this.#committed(sandbox, commit)),
      sandbox.onDidChangePending(() => {
        if (this.#isReordered(sandbox, root) || childRows(sandbox, root)[0]?.kind === 'draft') this.#mark(root);
      }),
      sandbox.onDidChangeConnection(() => this.#mark(root)),
    );
  }

  #committed(sandbox: Sandbox, commit: Commit): void {
    const { state, before } = commit;
    const root = sandboxRow(sandbox.profile.id);
    const ids = touchedSessions(commit);
    if (ids === undefined) return this.#mark(root);
    for (const id of ids) this.#markSession(sandbox, id);
    // The sandbox's row shows the total cost.
    if ([...ids].some((id) => state.sessions.get(id)?.cost !== before.sessions.get(id)?.cost)) this.#mark(root);
  }

  /** Refreshes a changed row; its parent only if the order below it changed. */
  #markSession(sandbox: Sandbox, id: SessionId): void {
    const { state } = sandbox.store;
    const { id: sandboxId } = sandbox.profile;
    const row: Row = { kind: 'session', sandboxId, sessionId: id };
    const root = sandboxRow(sandboxId);
    for (const above of [parentRow(sandbox, row) ?? root, root])
      if (this.#isReordered(sandbox, above)) this.#mark(above);
    if (state.sessions.has(id)) this.#mark(row);
    const files: Row = { kind: 'changes', sandboxId, sessionId: id };
    if (this.#rows.has(rowKey(files)) && !state.status.has(id)) this.#mark(files);
    this.#mark({ kind: 'session', sandboxId, sessionId: topSession(state, id) });
  }

  #isReordered(sandbox: Sandbox, row: Row): boolean {
    return this.#order.get(rowKey(row)) !== orderOf(sandbox, row);
  }

  #mark(row: Row): void {
    this.#changed.add(this.find(row));
  }
}
