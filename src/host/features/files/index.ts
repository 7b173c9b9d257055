import { filesOf } from './port.js';
import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { absoluteIn, relativeTo } from '../../../core/changes/paths.js';
import type { SearchPort } from '../../../core/agent/ports.js';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { SCHEME } from '../../vscode/ids.js';
import { showInfo } from '../../vscode/notifications.js';
import { selectionIn } from '../../vscode/selection.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import {
  currentSandbox,
  pickSandbox,
  parseSessionRef,
  sandboxNamed,
  sessionNamed,
} from '../../services/commandTarget.js';
import { registerDecorations } from './decorations.js';
import { SandboxFiles, fileUri, followEdits } from './fileSystem.js';
import { quickOpen, searchText, type Found } from './pick.js';
import { rootsOf } from './roots.js';
import { nameOfPath } from '../../../shared/sandboxPath.js';

/** Registers the files of sandboxes: file system, quick open, search, workspace folder. */
export function register(services: Services): Disposable {
  const { commands, sandboxes } = services;
  const provider = new SandboxFiles(sandboxes, () => services.settings.editSandboxFiles);

  const told = new Set<string>();
  /** Shows once per sandbox which program it lacks for full search. */
  const warnAboutMissingProgram = (sandbox: Sandbox, { lacks }: SearchPort): void => {
    const { id, name } = sandbox.profile;
    if (lacks?.() === undefined || told.has(id)) return;
    told.add(id);
    void showInfo(
      vscode.l10n.t(
        '{0} has no ripgrep, so text search uses grep: it is slower and finds ignored files too. Install ripgrep there, for example with "apt-get install ripgrep".',
        name,
      ),
    );
  };

  const target = async (arg: unknown, title: string): Promise<Sandbox | undefined> => {
    const ref = parseSessionRef(arg);
    return ref === undefined ? (currentSandbox(services) ?? pickSandbox(services, title)) : sandboxNamed(services, ref);
  };

  /** The directory of the target session, otherwise the sandbox's default one. */
  const directoryFor = async (sandbox: Sandbox, arg: unknown): Promise<string> => {
    const ref = parseSessionRef(arg) ?? services.chats.active?.ref;
    const session =
      ref?.sandboxId === sandbox.profile.id && ref.sessionId !== undefined
        ? await sessionNamed(sandbox, ref.sessionId)
        : undefined;
    const directory = session?.directory ?? (await rootsOf(sandbox))[0];
    if (directory === undefined)
      throw new Failure('rejected', vscode.l10n.t('The server does not report its working directory.'));
    return directory;
  };

  const open = async (sandbox: Sandbox, directory: string, found: Found): Promise<void> => {
    const uri = fileUri(sandbox, absoluteIn(directory, found.path));
    await vscode.commands.executeCommand('vscode.open', uri, {
      preview: true,
      ...selectionIn(found),
    });
  };

  return createBag(
    provider,
    services.settings.onDidChange((affects) => {
      if (affects('editSandboxFiles')) provider.mayEditChanged();
    }),
    followEdits(sandboxes, provider),
    registerDecorations(sandboxes),
    vscode.workspace.registerFileSystemProvider(SCHEME, provider, { isCaseSensitive: true }),
    commands.register('files', {
      async openSandboxFile(arg) {
        const sandbox = await target(arg, vscode.l10n.t('Open a file of which sandbox?'));
        if (sandbox === undefined) return;
        await withSandbox(sandbox, async () => {
          await filesOf(sandbox);
          const directory = await directoryFor(sandbox, arg);
          const found = namedIn(arg, directory) ?? (await quickOpen(sandbox, directory));
          if (found !== undefined) await open(sandbox, directory, found);
        });
      },
      async searchSandbox(arg) {
        const sandbox = await target(arg, vscode.l10n.t('Search in which sandbox?'));
        if (sandbox === undefined) return;
        await withSandbox(sandbox, async () => {
          const { search } = await sandbox.ready();
          if (search === undefined) throw new Failure('rejected', vscode.l10n.t('This server cannot search text.'));
          const directory = await directoryFor(sandbox, arg);
          const found = await searchText(sandbox, search, directory, () => warnAboutMissingProgram(sandbox, search));
          if (found !== undefined) await open(sandbox, directory, found);
        });
      },
      async openSandboxFolder(arg) {
        const sandbox = await target(arg, vscode.l10n.t('Open the folder of which sandbox?'));
        if (sandbox === undefined) return;
        await withSandbox(sandbox, async () => {
          await filesOf(sandbox);
          const directory = await directoryFor(sandbox, arg);
          const folders = vscode.workspace.workspaceFolders ?? [];
          const uri = fileUri(sandbox, absoluteIn(directory, ''));
          if (folders.some((folder) => folder.uri.toString() === uri.toString())) return;
          const name = `${sandbox.profile.name}: ${nameOfPath(absoluteIn(directory, ''))}`;
          vscode.workspace.updateWorkspaceFolders(folders.length, 0, { uri, name });
        });
      },
    }),
  );
}

/** The file of an argument: an absolute path in the sandbox, or one relative to the directory. */
function namedIn(arg: unknown, directory: string): Found | undefined {
  if (typeof arg !== 'object' || arg === null || !('path' in arg) || typeof arg.path !== 'string' || arg.path === '')
    return undefined;
  const path =
    relativeTo(directory, arg.path) ??
    (arg.path.startsWith('/') && !arg.path.split('/').includes('..') ? arg.path : undefined);
  if (path === undefined) return undefined;
  const place = ['line', 'column', 'endLine'].flatMap((name) => {
    const given: unknown = Reflect.get(arg, name);
    return typeof given === 'number' ? [[name, given] as const] : [];
  });
  return { path, ...Object.fromEntries(place) };
}
