import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { countWork } from '../../../shared/model/select.js';
import type { Services } from '../../services/index.js';
import { VIEWS } from '../../vscode/ids.js';
import { sandboxesToCollapse } from './collapsing.js';
import { rowKey, type Row } from './rows.js';
import { TreeProvider } from './treeProvider.js';

/** Interval in ms at which relative times are refreshed. */
const MINUTE = 60_000;

/** Shows the tree and the badge of open requests, and updates relative times while visible. */
export function showTree(services: Services): { readonly selected: () => readonly Row[] } & Disposable {
  const { sandboxes, clock } = services;
  const tree = new TreeProvider(services);
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
      waiting === 0 ? undefined : { value: waiting, tooltip: vscode.l10n.t('{0} requests need your answer', waiting) };
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

/** Delay in ms before a new row is selected, so that VS Code has received it. */
const SETTLE = 400;

/** Selects the row of the active chat's session while the tree is visible. */
function revealShown(services: Services, view: vscode.TreeView<Row>, tree: TreeProvider): Disposable {
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

/**
 * Reveals, selects and expands the row of a sandbox that was just added or started; collapses the others if they list
 * many sessions.
 */
function revealAdded(services: Services, view: vscode.TreeView<Row>, tree: TreeProvider): Disposable {
  let cancel = (): void => {};
  return createBag(
    services.added.event((sandboxId) => {
      cancel();
      tree.collapse(sandboxesToCollapse(services.sandboxes.all, sandboxId));
      cancel = services.clock.after(SETTLE, () => {
        const row = tree.find({ kind: 'sandbox', sandboxId });
        void view.reveal(row, { select: true, focus: false, expand: true }).then(undefined, () => {});
      });
    }),
    { dispose: () => cancel() },
  );
}
