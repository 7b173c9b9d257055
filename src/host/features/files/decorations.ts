import * as vscode from 'vscode';
import type { AgentServer } from '../../../core/agent/ports.js';
import type { Disposable } from '../../../core/emitter.js';
import { absoluteIn } from '../../../core/changes/paths.js';
import { unquoteName } from '../../../core/text/gitQuoting.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Sandboxes } from '../../../core/sandbox/sandboxes.js';
import type { FileChange } from '../../../shared/model/entities.js';
import { SCHEME } from '../../vscode/ids.js';
import { rootsOf } from './roots.js';

const REFRESH_INTERVAL_MS = {
  added: ['A', 'gitDecoration.addedResourceForeground'],
  modified: ['M', 'gitDecoration.modifiedResourceForeground'],
  deleted: ['D', 'gitDecoration.deletedResourceForeground'],
} as const;

type Changed = ReadonlyMap<string, FileChange['status']>;

/** Decorates files of a sandbox that differ from HEAD; loads the differences when a file is shown, and again after an edit. */
export function registerDecorations(sandboxes: Sandboxes): Disposable {
  const refreshed = new vscode.EventEmitter<undefined>();
  const known = new Map<Sandbox, Promise<Changed>>();
  /** Sandboxes with decorations that were requested before they were connected. */
  const early = new Set<Sandbox>();

  const read = async (sandbox: Sandbox, server: AgentServer): Promise<Changed> => {
    const port = server.changes;
    if (port === undefined) return new Map();
    const result = new Map<string, FileChange['status']>();
    for (const root of await rootsOf(sandbox))
      for (const change of await port.workingTree(root))
        result.set(absoluteIn(root, unquoteName(change.path)), change.status);
    return result;
  };

  const changes = (sandbox: Sandbox): Promise<Changed> => {
    const before = known.get(sandbox);
    if (before !== undefined) return before;
    const { server } = sandbox;
    // Don't wake the machine for a decoration; retry once connected.
    if (server === undefined) {
      early.add(sandbox);
      return Promise.resolve(new Map());
    }
    const asked = read(sandbox, server).catch((): Changed => new Map());
    known.set(sandbox, asked);
    return asked;
  };

  const forget = sandboxes.onDidUpdate((sandbox) => {
    if (sandbox.connection.phase === 'connected' && early.delete(sandbox)) refreshed.fire(undefined);
    if (!known.has(sandbox)) return;
    // Refresh when a session becomes idle, not on every event.
    const busy = [...sandbox.store.state.status.values()].some((status) => status.type !== 'idle');
    if (busy) stale.add(sandbox);
    else if (stale.delete(sandbox)) {
      known.delete(sandbox);
      refreshed.fire(undefined);
    }
  });
  const stale = new Set<Sandbox>();

  const provider = vscode.window.registerFileDecorationProvider({
    onDidChangeFileDecorations: refreshed.event,
    async provideFileDecoration(uri) {
      if (uri.scheme !== SCHEME) return undefined;
      const sandbox = sandboxes.named(uri.authority);
      const status = sandbox === undefined ? undefined : (await changes(sandbox)).get(uri.path);
      if (status === undefined) return undefined;
      const [badge, color] = REFRESH_INTERVAL_MS[status];
      const tooltip = vscode.l10n.t('Differs from the last commit in the sandbox');
      return { badge, color: new vscode.ThemeColor(color), tooltip, propagate: status !== 'deleted' };
    },
  });
  return {
    dispose() {
      forget.dispose();
      provider.dispose();
      refreshed.dispose();
      known.clear();
    },
  };
}
