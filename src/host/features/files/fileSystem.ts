import type { FileWritingPort } from '../../../core/agent/ports.js';
import { filesOf } from './port.js';
import * as vscode from 'vscode';
import type { FileEntry } from '../../../core/agent/ports.js';
import type { Disposable } from '../../../core/emitter.js';
import { toFailure } from '../../../core/failure.js';
import { readFile } from '../../../core/changes/readFile.js';
import { isEntryName } from '../../../core/changes/fileNames.js';
import { absoluteIn } from '../../../core/changes/paths.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Sandboxes } from '../../../core/sandbox/sandboxes.js';
import { forEachSandbox } from '../../services/forEachSandbox.js';
import { SCHEME } from '../../vscode/ids.js';
import {
  fileExists,
  fileNotFound,
  isFileSystemError,
  noPermissions,
  unavailable,
} from '../../vscode/fileSystemErrors.js';
import { looksLikeLink } from '../../../shared/text/sanitizeText.js';
import { placeOf, stepsTo, type Place } from './roots.js';
import { sameBytes } from '../../../core/bytes.js';
import { IS_WINDOWS } from '../../platform/node/system.js';

/** The URI of a file in a sandbox. */
export const fileUri = (sandbox: Sandbox, path: string): vscode.Uri =>
  vscode.Uri.from({ scheme: SCHEME, authority: sandbox.profile.id, path });

/** Larger files are not opened; they can be downloaded. */
const MAX_OPEN = 50 * 1024 * 1024;

/** Files of the sandboxes for VS Code; writable if the server supports it. */
export interface SandboxFiles extends vscode.FileSystemProvider, Disposable {
  /** These files may have changed: open editors reload. */
  touched(uris: readonly vscode.Uri[]): void;
  /** Whether files may be edited has changed. */
  mayEditChanged(): void;
}

interface Known {
  readonly bytes: Uint8Array;
  readonly mtime: number;
}

/** Creates the provider. It stores only the bytes of open files, to detect changes. */
export function createSandboxFiles(sandboxes: Sandboxes, mayEdit: () => boolean): SandboxFiles {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  /** Last content per file, to give each a timestamp: the servers report none. */
  const known = new Map<string, Known>();
  let time = 0;

  const sandboxAt = (uri: vscode.Uri): Sandbox => {
    const sandbox = sandboxes.named(uri.authority);
    if (sandbox === undefined) throw unavailable(vscode.l10n.t('This sandbox was removed.'));
    return sandbox;
  };

  /** Runs an operation on a path of the sandbox; maps errors to VS Code's file system errors. */
  const at = async <T>(uri: vscode.Uri, work: (place: Place, sandbox: Sandbox) => Promise<T>): Promise<T> => {
    const sandbox = sandboxAt(uri);
    try {
      const place = await placeOf(sandbox, uri.path);
      if (place === undefined) throw fileNotFound(uri);
      return await work(place, sandbox);
    } catch (error) {
      if (isFileSystemError(error)) throw error;
      const failure = toFailure(error);
      if (failure.status === 404) throw fileNotFound(uri);
      if (failure.kind === 'rejected') throw noPermissions(failure.message);
      throw unavailable(failure.message);
    }
  };

  const read = (uri: vscode.Uri): Promise<Known> =>
    at(uri, async ({ directory, path }, sandbox) => {
      const bytes = await readFile(await filesOf(sandbox), path, directory);
      const key = uri.toString();
      if (bytes === undefined) {
        known.delete(key);
        throw fileNotFound(uri);
      }
      if (bytes.length > MAX_OPEN) throw unavailable(vscode.l10n.t('This file is larger than 50 MB.'));
      const before = known.get(key);
      const now = before !== undefined && sameBytes(before.bytes, bytes) ? before : { bytes, mtime: ++time };
      known.set(key, now);
      return now;
    });

  const list = async (uri: vscode.Uri): Promise<readonly FileEntry[]> => {
    const sandbox = sandboxAt(uri);
    if ((await placeOf(sandbox, uri.path)) === undefined) {
      const steps = await stepsTo(sandbox, uri.path);
      if (steps === undefined) throw fileNotFound(uri);
      return steps.map((name) => ({ name, path: name, type: 'directory' }));
    }
    const entries = await at(uri, async ({ directory, path }) => (await filesOf(sandbox)).list(path, directory));
    return entries.filter(({ name }) => isEntryName(name, IS_WINDOWS));
  };

  const stat = async (uri: vscode.Uri): Promise<vscode.FileStat> => {
    const sandbox = sandboxAt(uri);
    const folder: vscode.FileStat = { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const place = await at(uri, async (found) => found).catch(() => undefined);
    if (place === undefined) {
      if ((await stepsTo(sandbox, uri.path)) === undefined) throw fileNotFound(uri);
      return folder;
    }
    if (place.path === '') return folder;
    const name = uri.path.split('/').at(-1);
    const entry = (await list(parentOf(uri)).catch(noSuchFolder(uri))).find((each) => each.name === name);
    if (entry === undefined) throw fileNotFound(uri);
    if (entry.type === 'directory') return folder;
    const { bytes, mtime } = await read(uri);
    // VS Code reports a failed save with the file's name, and would turn this one into a link.
    const writable = mayEdit() && (await filesOf(sandbox)).writing !== undefined && !looksLikeLink(uri.path);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime,
      size: bytes.length,
      ...(writable ? {} : { permissions: vscode.FilePermission.Readonly }),
    };
  };

  const write = async (
    uri: vscode.Uri,
    work: (place: Place, writing: FileWritingPort) => Promise<void>,
  ): Promise<void> => {
    const sandbox = sandboxAt(uri);
    const { writing } = await filesOf(sandbox);
    if (writing === undefined)
      throw noPermissions(
        vscode.l10n.t('Files in {0} are read-only. Ask the agent to change them.', sandbox.profile.name),
      );
    if (!mayEdit())
      throw noPermissions(
        vscode.l10n.t(
          'Files in {0} are read-only. Ask the agent to change them, or turn on the setting opencodeSandbox.editSandboxFiles.',
          sandbox.profile.name,
        ),
      );
    await at(uri, (place) => work(place, writing));
  };
  const tell = (type: vscode.FileChangeType, uri: vscode.Uri): void => changed.fire([{ type, uri }]);
  const exists = (uri: vscode.Uri): Promise<boolean> =>
    stat(uri).then(
      () => true,
      () => false,
    );

  return {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => {}),
    stat,
    readFile: async (uri) => (await read(uri)).bytes,
    readDirectory: async (uri) =>
      (await list(uri)).map((entry) => [
        entry.name,
        entry.type === 'directory' ? vscode.FileType.Directory : vscode.FileType.File,
      ]),
    async writeFile(uri, content, options) {
      const there = await exists(uri);
      if (there && !options.overwrite) throw fileExists(uri);
      if (!there && !options.create) throw fileNotFound(uri);
      await write(uri, ({ directory, path }, writing) => writing.write(path, content, directory));
      tell(there ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created, uri);
    },
    async delete(uri) {
      await write(uri, ({ directory, path }, writing) => writing.delete(path, directory));
      tell(vscode.FileChangeType.Deleted, uri);
    },
    async rename(from, to, options) {
      if (!options.overwrite && (await exists(to))) throw fileExists(to);
      await write(from, async ({ directory, path }, writing) => {
        const target = await placeOf(sandboxAt(from), to.path);
        if (target?.directory !== directory) throw noPermissions(to);
        await writing.rename(path, target.path, directory);
      });
      tell(vscode.FileChangeType.Deleted, from);
      tell(vscode.FileChangeType.Created, to);
    },
    async createDirectory(uri) {
      await write(uri, ({ directory, path }, writing) => writing.createDirectory(path, directory));
      tell(vscode.FileChangeType.Created, uri);
    },
    mayEditChanged: () =>
      changed.fire(
        [...known.keys()].map((uri) => ({ type: vscode.FileChangeType.Changed, uri: vscode.Uri.parse(uri) })),
      ),
    touched: (uris) => changed.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri }))),
    dispose() {
      changed.dispose();
      known.clear();
    },
  };
}

const parentOf = (uri: vscode.Uri): vscode.Uri =>
  uri.with({ path: uri.path.slice(0, uri.path.lastIndexOf('/')) || '/' });
const noSuchFolder =
  (uri: vscode.Uri) =>
  (error: unknown): never => {
    // OpenCode responds with 500 for a missing folder: VS Code needs "not found" to offer to create it.
    if (isFileSystemError(error) && error.code === 'Unavailable') throw error;
    throw fileNotFound(uri);
  };

/** Reloads open editors after edits of the agent. */
export const followEdits = (sandboxes: Sandboxes, provider: SandboxFiles): Disposable =>
  forEachSandbox(sandboxes, (sandbox) =>
    sandbox.store.onDidCommit(({ events }) => {
      const paths = new Set(events.flatMap((event) => (event.type === 'file.edited' ? [event.path] : [])));
      if (paths.size === 0) return;
      const base = sandbox.profile.directory ?? '/';
      provider.touched([...paths].map((path) => fileUri(sandbox, absoluteIn(base, path))));
    }),
  );
