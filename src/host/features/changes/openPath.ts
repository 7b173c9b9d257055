import * as vscode from 'vscode';
import type { Disposable } from '../../../core/emitter.js';
import { absoluteIn, relativeTo } from '../../../core/changes/paths.js';
import type { Services } from '../../services/index.js';
import { selectionIn } from '../../vscode/selection.js';
import { resolveTarget } from '../../platform/node/workspacePath.js';
import { localPath, type Mapping, type Mappings } from './folderMapping.js';
import { diskPath } from '../../platform/node/diskPath.js';

/** The local file of a path in the sandbox; undefined if there is none. */
async function localFile(mapping: Mapping, path: string): Promise<vscode.Uri | undefined> {
  const below = relativeTo(mapping.root, path);
  const local = below === undefined ? undefined : localPath(mapping, below);
  if (local === undefined) return undefined;
  const target = await resolveTarget(diskPath(mapping.folder.uri), local, false);
  return target.ok && target.exists ? vscode.Uri.joinPath(mapping.folder.uri, ...local.split('/')) : undefined;
}

/**
 * Opens a path from the agent: the local file if the sandbox's folder is mapped and contains it, otherwise the
 * sandbox's file.
 */
export function provideOpenPath(services: Services, mappings: Mappings): Disposable {
  const known = new Map<string, Promise<Mapping | undefined>>();
  const mappingOf = (sandboxKey: string, find: () => Promise<Mapping | undefined>): Promise<Mapping | undefined> => {
    const before = known.get(sandboxKey);
    if (before !== undefined) return before;
    const asked = find().catch(() => undefined);
    known.set(sandboxKey, asked);
    return asked;
  };
  mappings.onDidChange(() => known.clear());
  return services.openPath.provide(async (target) => {
    const sandbox = services.sandboxes.get(target.sandboxId);
    const session = target.sessionId === undefined ? undefined : sandbox?.store.state.sessions.get(target.sessionId);
    if (sandbox !== undefined && session !== undefined) {
      const mapping = await mappingOf(`${sandbox.profile.id} ${session.directory}`, () =>
        mappings.find(sandbox, session.directory),
      );
      const path = absoluteIn(session.directory, target.path);
      const uri = mapping === undefined ? undefined : await localFile(mapping, path);
      if (uri !== undefined) {
        await vscode.commands.executeCommand('vscode.open', uri, { preview: true, ...selectionIn(target) });
        return;
      }
    }
    await services.commands.run('openSandboxFile', target);
  });
}
