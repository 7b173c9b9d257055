import * as vscode from 'vscode';
import { sandboxFacts, sandboxRoot } from '../../../core/changes/repositoryIdentity.js';
import { matchRepositories } from '../../../core/changes/repository.js';
import { createEmitter, type Disposable, type Event } from '../../../core/emitter.js';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { localRepository } from '../../platform/node/git.js';
import { diskPath, displayPath, elsewhere, isOnDisk } from '../../platform/node/diskPath.js';

/** Maps a sandbox's working tree to a workspace folder. */
export interface Mapping {
  readonly folder: vscode.WorkspaceFolder;
  /** Absolute path in the sandbox that the paths of changes are relative to. */
  readonly root: string;
  /** Path of the workspace folder in the repository; '' or with a trailing slash. */
  readonly prefix: string;
}

/** The path of a change relative to the workspace folder; undefined if it is outside. */
export const localPath = (mapping: Mapping, path: string): string | undefined =>
  path.startsWith(mapping.prefix) ? path.slice(mapping.prefix.length) : undefined;

/** Maps sandbox directories to workspace folders, and remembers the mapping. */
export interface Mappings {
  /** Finds the mapping without asking; undefined if it is ambiguous. */
  find(sandbox: Sandbox, directory: string): Promise<Mapping | undefined>;
  /** Asks the user if the mapping is ambiguous; undefined if canceled. */
  resolve(sandbox: Sandbox, directory: string): Promise<Mapping | undefined>;
  /** Asks the user again. */
  choose(sandbox: Sandbox, directory: string): Promise<Mapping | undefined>;
  /** Fires when the user chose another folder, or the workspace folders changed. */
  readonly onDidChange: Event<void>;
}

const key = (sandbox: Sandbox, root: string): string => `mapping:${sandbox.profile.id}:${root}`;
/** The failure if there is no folder to map to. */
const noFolder = ([first]: readonly vscode.WorkspaceFolder[]): Failure =>
  first === undefined
    ? new Failure('rejected', vscode.l10n.t('Open a folder first, so that changes can be applied to it.'))
    : elsewhere(first.uri);

/** Creates the mappings; `memory` is that of the workspace. */
export function createMappings(
  memory: vscode.Memento,
  openFolders = (): readonly vscode.WorkspaceFolder[] => vscode.workspace.workspaceFolders ?? [],
): Mappings & Disposable {
  const localFolders = (): readonly vscode.WorkspaceFolder[] => openFolders().filter(({ uri }) => isOnDisk(uri));
  const changed = createEmitter<void>();
  const folders = vscode.workspace.onDidChangeWorkspaceFolders(() => changed.fire());
  const prefixOf = async (folder: vscode.WorkspaceFolder): Promise<string> =>
    vscode.workspace.isTrusted ? ((await localRepository(diskPath(folder.uri)))?.prefix ?? '') : '';

  const find = async (sandbox: Sandbox, directory: string): Promise<Mapping | undefined> => {
    const server = await sandbox.ready();
    const root = await sandboxRoot(server, directory);
    const remembered = memory.get<unknown>(key(sandbox, root));
    for (const folder of localFolders())
      if (folder.uri.toString() === remembered) return { folder, root, prefix: await prefixOf(folder) };
    if (!vscode.workspace.isTrusted) return undefined;
    const facts = await sandboxFacts(server, root);
    for (const folder of localFolders()) {
      const local = await localRepository(diskPath(folder.uri));
      if (local !== undefined && matchRepositories(local, facts) === 'same')
        return { folder, root, prefix: local.prefix };
    }
    return undefined;
  };

  const choose = async (sandbox: Sandbox, directory: string): Promise<Mapping | undefined> => {
    const folders = localFolders();
    if (folders.length === 0) throw noFolder(openFolders());
    const root = await sandboxRoot(await sandbox.ready(), directory);
    const picked = await vscode.window.showQuickPick(
      folders.map((folder) => ({ label: folder.name, description: displayPath(folder.uri), folder })),
      {
        title: vscode.l10n.t('Which local folder corresponds to {0} in {1}?', root, sandbox.profile.name),
        placeHolder: vscode.l10n.t('The answer is remembered for this workspace.'),
      },
    );
    if (picked === undefined) return undefined;
    await memory.update(key(sandbox, root), picked.folder.uri.toString());
    changed.fire();
    return { folder: picked.folder, root, prefix: await prefixOf(picked.folder) };
  };

  return {
    find,
    choose,
    onDidChange: changed.event,
    dispose() {
      folders.dispose();
      changed.dispose();
    },
    resolve: async (sandbox, directory) => (await find(sandbox, directory)) ?? choose(sandbox, directory),
  };
}
