import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Services } from '../../services/index.js';
import { sessionHandlers } from './commands.js';
import { findSession } from './find.js';
import { rowCommand } from './item.js';
import { selectedRow } from './selectedRow.js';
import { showTree } from './treeView.js';

/** Registers the tree of sandboxes and sessions, and its commands. */
export function register(services: Services): Disposable {
  const tree = showTree(services);
  const openRow = async (): Promise<void> => {
    const row = await selectedRow(tree.selected, services.clock);
    if (row === undefined) return;
    const command = rowCommand(services.sandboxes.get(row.sandboxId), row, services.clock.now());
    if (command !== undefined)
      await vscode.commands.executeCommand(command.command, ...((command.arguments ?? []) as readonly unknown[]));
  };
  return createBag(
    tree,
    services.commands.register('sessions', {
      ...sessionHandlers(services, tree.selected),
      openRow,
      findSession: () => findSession(services),
    }),
  );
}
