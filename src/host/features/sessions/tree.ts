import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Commit } from '../../../core/sync/store.js';
import type { AgentEvent } from '../../../shared/model/events.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { countWork, topSession } from '../../../shared/model/select.js';
import { forEachSandbox } from '../../services/forEachSandbox.js';
import { VIEWS } from '../../vscode/ids.js';
import type { Services } from '../../services/index.js';
import { treeItem } from './item.js';
import { childRows, hasChanges, parentRow, rowKey, type Row } from './rows.js';

/** Interval of refreshes in ms: VS Code refreshes after 200 ms without an event, earlier events only delay it. */
const PAUSE = 250;
/** Ms after which a relative time is outdated. */
const MINUTE = 60_000;

/** Sessions whose row an event changes; undefined for all of the sandbox. */
function touched(event: AgentEvent): readonly SessionId[] | undefined {
  switch (event.type) {
    case 'session.upserted':
      return [event.session.id];
    case 'session.removed':
    case 'session.status':
    case 'request.closed':
      return [event.sessionId];
    case 'session.changes':
      return [event.sessionId];
    case 'message.upserted':
      return event.message.role === 'user' && (event.message.changes?.length ?? 0) > 0 ? [event.message.sessionId] : [];
    case 'session.failed':
      return event.sessionId === undefined ? [] : [event.sessionId];
    case 'request.opened':
      return [event.request.sessionId];
    case 'snapshot.loaded':
    case 'branch.changed':
      return undefined;
    default:
      return [];
  }
}

/** The tree's provider, and what its view needs besides. */
export interface SessionTree extends vscode.TreeDataProvider<Row>, Disposable {
  readonly onDidChangeTreeData: vscode.Event<Row | Row[] | undefined>;
  /** The one object that stands for a row. */
  find(row: Row): Row;
  /** Whether VS Code knows this row. */
  isGiven(row: Row): boolean;
  /** Refreshes everything. */
  redraw(): void;
}

/** The tree of sandboxes and their sessions. Stores only the identity of rows, never their content. */
export function createTree(services: Services): SessionTree {
  const { sandboxes, clock } = services;
  const changed = new vscode.EventEmitter<Row | Row[] | undefined>();
  /** VS Code knows rows by identity: the same row is the same object. */
  const rows = new Map<string, Row>();
  /** Keys of the children last given for a row: tells whether their order changed. */
  const order = new Map<string, string>();
  const dirty = new Map<string, Row>();
  let all = false;
  let cancel: (() => void) | undefined;

  const find = (row: Row): Row => {
    const known = rows.get(rowKey(row));
    if (known !== undefined) return known;
    rows.set(rowKey(row), row);
    return row;
  };
  /** Rows that hold what they show are the newest ones. */
  const renew = (row: Row): Row => {
    rows.set(rowKey(row), row);
    return row;
  };
  const flush = (): void => {
    cancel = undefined;
    const list = [...dirty.values()].filter((row) => rows.has(rowKey(row)));
    dirty.clear();
    if (all) changed.fire(undefined);
    else if (list.length > 0) changed.fire(list);
    all = false;
  };
  const soon = (): void => {
    cancel ??= clock.after(PAUSE, flush);
  };
  const mark = (row: Row): void => {
    dirty.set(rowKey(row), find(row));
    soon();
  };
  const markAll = (): void => {
    all = true;
    soon();
  };
  const orderOf = (sandbox: Sandbox, row: Row): string => childRows(sandbox, row).map(rowKey).join(' ');

  /** Refreshes a changed row; its parent only if the order below it changed. */
  const markSession = (sandbox: Sandbox, id: SessionId): void => {
    const { id: sandboxId } = sandbox.profile;
    const row: Row = { kind: 'session', sandboxId, sessionId: id };
    const top: Row = { kind: 'session', sandboxId, sessionId: topSession(sandbox.store.state, id) };
    const root: Row = { kind: 'sandbox', sandboxId };
    for (const above of [parentRow(sandbox, row) ?? root, root])
      if (order.get(rowKey(above)) !== orderOf(sandbox, above)) mark(above);
    if (sandbox.store.state.sessions.has(id)) mark(row);
    const files: Row = { kind: 'changes', sandboxId, sessionId: id };
    if (rows.has(rowKey(files)) && !sandbox.store.state.status.has(id)) mark(files);
    mark(top);
  };
  const committed = (sandbox: Sandbox, { state, before, events }: Commit): void => {
    const ids = new Set<SessionId>();
    for (const event of events) {
      const changedIds = touched(event);
      if (changedIds === undefined) return mark({ kind: 'sandbox', sandboxId: sandbox.profile.id });
      for (const id of changedIds)
        if (state.sessions.get(id) !== before.sessions.get(id) || event.type !== 'session.upserted') ids.add(id);
    }
    for (const id of ids) markSession(sandbox, id);
    // The sandbox's row has the total.
    if ([...ids].some((id) => state.sessions.get(id)?.cost !== before.sessions.get(id)?.cost))
      mark({ kind: 'sandbox', sandboxId: sandbox.profile.id });
  };

  const following = forEachSandbox(sandboxes, (sandbox) =>
    createBag(
      sandbox.store.onDidCommit((commit) => committed(sandbox, commit)),
      sandbox.onDidChangePending(() => {
        const root: Row = { kind: 'sandbox', sandboxId: sandbox.profile.id };
        if (order.get(rowKey(root)) !== orderOf(sandbox, root) || childRows(sandbox, root)[0]?.kind === 'draft')
          mark(root);
      }),
      sandbox.onDidChangeConnection(() => mark({ kind: 'sandbox', sandboxId: sandbox.profile.id })),
    ),
  );
  markAll();
  const bag = createBag(changed, sandboxes.onDidChange(markAll), { dispose: () => cancel?.() }, following);

  return {
    onDidChangeTreeData: changed.event,
    find,
    isGiven(row) {
      const sandbox = sandboxes.get(row.sandboxId);
      const parent = sandbox === undefined ? undefined : parentRow(sandbox, row);
      return parent !== undefined && order.get(rowKey(parent))?.split(' ').includes(rowKey(row)) === true;
    },
    redraw: markAll,
    getTreeItem: (row) => treeItem(sandboxes.get(row.sandboxId), row, clock.now()),
    getChildren(row) {
      if (row === undefined)
        return sandboxes.all.map(({ profile }) => find({ kind: 'sandbox', sandboxId: profile.id }));
      const sandbox = sandboxes.get(row.sandboxId);
      if (sandbox === undefined) return [];
      if (row.kind === 'changes') return changeRows(sandbox, row.sessionId).then((list) => list.map(renew));
      const children = [...filesRow(sandbox, row), ...childRows(sandbox, row)];
      order.set(rowKey(row), orderOf(sandbox, row));
      return children.map(find);
    },
    getParent(row) {
      const sandbox = sandboxes.get(row.sandboxId);
      const parent = sandbox === undefined ? undefined : parentRow(sandbox, row);
      return parent === undefined ? undefined : find(parent);
    },
    dispose: () => bag.dispose(),
  };
}

/** The row of a session's changes, if it has any. */
const filesRow = (sandbox: Sandbox, row: Row): readonly Row[] =>
  row.kind === 'session' && hasChanges(sandbox, row.sessionId)
    ? [{ kind: 'changes', sandboxId: row.sandboxId, sessionId: row.sessionId }]
    : [];

/** Files that the tree lists; the review has them all. */
const MAX_CHANGE_ROWS = 1_000;

async function changeRows(sandbox: Sandbox, sessionId: SessionId): Promise<readonly Row[]> {
  const { id: sandboxId } = sandbox.profile;
  // A tree cannot ask for a password: unreadable content is not shown, and the sandbox's row says why.
  const changes = await sandbox.sessionChanges(sessionId).catch(() => []);
  const listed = changes.filter(({ unlisted }) => unlisted === undefined).slice(0, MAX_CHANGE_ROWS);
  return listed.map((change) => ({ kind: 'change', sandboxId, sessionId, ...change }));
}

/** Shows the tree and the badge of open requests, and updates relative times while visible. */
export function showTree(services: Services): { readonly selected: () => readonly Row[] } & Disposable {
  const { sandboxes, clock } = services;
  const tree = createTree(services);
  const view = vscode.window.createTreeView(VIEWS.sessions, {
    treeDataProvider: tree,
    showCollapseAll: true,
    canSelectMany: true,
  });
  const badge = (): void => {
    const waiting = sandboxes.all.reduce(
      (sum, { store, connection }) => sum + countWork(store.state, connection.phase).waiting,
      0,
    );
    if (waiting === (view.badge?.value ?? 0)) return;
    view.badge =
      waiting === 0
        ? undefined
        : { value: waiting, tooltip: vscode.l10n.t('{0} requests wait for your answer', waiting) };
  };
  const bag = createBag(
    tree,
    view,
    sandboxes.onDidUpdate(badge),
    sandboxes.onDidChange(badge),
    revealShown(services, view, tree),
    revealAdded(services, view, tree),
    agePerMinute(),
  );
  return { selected: () => view.selection, dispose: () => bag.dispose() };

  function agePerMinute(): Disposable {
    let cancel = (): void => {};
    const watch = (): void => {
      cancel();
      if (view.visible) cancel = clock.after(MINUTE, age);
    };
    const age = (): void => {
      tree.redraw();
      watch();
    };
    watch();
    return createBag(view.onDidChangeVisibility(watch), { dispose: () => cancel() });
  }
}

/** Ms for VS Code to receive new rows before one of them is selected. */
const SETTLE = 400;

/** Selects the row of the active chat's session while the tree is visible. */
function revealShown(services: Services, view: vscode.TreeView<Row>, tree: SessionTree): Disposable {
  let last: string | undefined;
  let cancel: (() => void) | undefined;
  const reveal = (): void => {
    cancel = undefined;
    const ref = services.chats.active?.ref;
    if (ref?.sessionId === undefined || !view.visible) return;
    const row: Row = { kind: 'session', sandboxId: ref.sandboxId, sessionId: ref.sessionId };
    if (rowKey(row) === last || !tree.isGiven(row)) return;
    last = rowKey(row);
    void view.reveal(tree.find(row), { select: true, focus: false }).then(undefined, () => {});
  };
  const soon = (): void => void (cancel ??= services.clock.after(SETTLE, reveal));
  return createBag(
    services.chats.onDidChange(() => {
      cancel?.();
      cancel = services.clock.after(SETTLE, reveal);
    }),
    // The row of a new session may appear later than its chat.
    tree.onDidChangeTreeData(soon),
    { dispose: () => cancel?.() },
  );
}

/** The row of a sandbox that was just added or started is scrolled to, selected and unfolded. */
function revealAdded(services: Services, view: vscode.TreeView<Row>, tree: SessionTree): Disposable {
  let cancel = (): void => {};
  return createBag(
    services.added.event((sandboxId) => {
      cancel();
      cancel = services.clock.after(SETTLE, () => {
        const row = tree.find({ kind: 'sandbox', sandboxId });
        void view.reveal(row, { select: true, focus: false, expand: true }).then(undefined, () => {});
      });
    }),
    { dispose: () => cancel() },
  );
}
