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
import { nameOfPath } from '../../../shared/sandboxPath.js';

/** The URI of a file in a sandbox. */
export const fileUri = (sandbox: Sandbox, path: string): vscode.Uri =>
  vscode.Uri.from({ scheme: SCHEME, authority: sandbox.profile.id, path });

/** Size limit of opened files, in bytes; larger ones can be downloaded. */
const MAX_OPEN = 50 * 1024 * 1024;

interface Known {
  readonly bytes: Uint8Array;
  readonly mtime: number;
}

/**
 * File system provider of the sandboxes; writable if the server supports it and the user allows it. Stores only the
 * content of open files, to detect changes.
 */
export class SandboxFiles implements vscode.FileSystemProvider, Disposable {
  readonly #sandboxes: Sandboxes;
  readonly #mayEdit: () => boolean;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  /** Last content of each file, to provide timestamps, which the servers do not report. */
  readonly #known = new Map<string, Known>();
  #time = 0;

  readonly onDidChangeFile = this.#changed.event;

  constructor(sandboxes: Sandboxes, mayEdit: () => boolean) {
    this.#sandboxes = sandboxes;
    this.#mayEdit = mayEdit;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const sandbox = this.#sandboxAt(uri);
    const folder: vscode.FileStat = { type: vscode.FileType.Directory, ctime: 0, mtime: 0, size: 0 };
    const place = await this.#at(uri, async (found) => found).catch(() => undefined);
    if (place === undefined) {
      if ((await stepsTo(sandbox, uri.path)) === undefined) throw fileNotFound(uri);
      return folder;
    }
    if (place.path === '') return folder;
    const name = nameOfPath(uri.path);
    const entry = (await this.#list(parentOf(uri)).catch(noSuchFolder(uri))).find((each) => each.name === name);
    if (entry === undefined) throw fileNotFound(uri);
    if (entry.type === 'directory') return folder;
    const { bytes, mtime } = await this.#read(uri);
    // VS Code shows the file's name if saving fails, and would turn such a name into a link.
    const writable = this.#mayEdit() && (await filesOf(sandbox)).writing !== undefined && !looksLikeLink(uri.path);
    return {
      type: vscode.FileType.File,
      ctime: 0,
      mtime,
      size: bytes.length,
      ...(writable ? {} : { permissions: vscode.FilePermission.Readonly }),
    };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#read(uri)).bytes;
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    return (await this.#list(uri)).map((entry) => [
      entry.name,
      entry.type === 'directory' ? vscode.FileType.Directory : vscode.FileType.File,
    ]);
  }

  async writeFile(
    uri: vscode.Uri,
    content: Uint8Array,
    options: { readonly create: boolean; readonly overwrite: boolean },
  ): Promise<void> {
    const there = await this.#exists(uri);
    if (there && !options.overwrite) throw fileExists(uri);
    if (!there && !options.create) throw fileNotFound(uri);
    await this.#write(uri, ({ directory, path }, writing) => writing.write(path, content, directory));
    this.#fire(there ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created, uri);
  }

  async delete(uri: vscode.Uri): Promise<void> {
    await this.#write(uri, ({ directory, path }, writing) => writing.delete(path, directory));
    this.#fire(vscode.FileChangeType.Deleted, uri);
  }

  async rename(from: vscode.Uri, to: vscode.Uri, options: { readonly overwrite: boolean }): Promise<void> {
    if (!options.overwrite && (await this.#exists(to))) throw fileExists(to);
    await this.#write(from, async ({ directory, path }, writing) => {
      const target = await placeOf(this.#sandboxAt(from), to.path);
      if (target?.directory !== directory) throw noPermissions(to);
      await writing.rename(path, target.path, directory);
    });
    this.#fire(vscode.FileChangeType.Deleted, from);
    this.#fire(vscode.FileChangeType.Created, to);
  }

  async createDirectory(uri: vscode.Uri): Promise<void> {
    await this.#write(uri, ({ directory, path }, writing) => writing.createDirectory(path, directory));
    this.#fire(vscode.FileChangeType.Created, uri);
  }

  /** Call when these files may have changed; reloads open editors. */
  touched(uris: readonly vscode.Uri[]): void {
    this.#changed.fire(uris.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
  }

  /** Call when the setting that allows edits has changed. */
  mayEditChanged(): void {
    this.touched([...this.#known.keys()].map((uri) => vscode.Uri.parse(uri)));
  }

  dispose(): void {
    this.#changed.dispose();
    this.#known.clear();
  }

  #sandboxAt(uri: vscode.Uri): Sandbox {
    const sandbox = this.#sandboxes.named(uri.authority);
    if (sandbox === undefined) throw unavailable(vscode.l10n.t('This sandbox was removed.'));
    return sandbox;
  }

  /** Runs an operation on a path of the sandbox; converts errors to VS Code's file system errors. */
  async #at<T>(uri: vscode.Uri, work: (place: Place, sandbox: Sandbox) => Promise<T>): Promise<T> {
    const sandbox = this.#sandboxAt(uri);
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
  }

  #read(uri: vscode.Uri): Promise<Known> {
    return this.#at(uri, async ({ directory, path }, sandbox) => {
      const bytes = await readFile(await filesOf(sandbox), path, directory);
      const key = uri.toString();
      if (bytes === undefined) {
        this.#known.delete(key);
        throw fileNotFound(uri);
      }
      if (bytes.length > MAX_OPEN) throw unavailable(vscode.l10n.t('This file is larger than 50 MB.'));
      const before = this.#known.get(key);
      const now = before !== undefined && sameBytes(before.bytes, bytes) ? before : { bytes, mtime: ++this.#time };
      this.#known.set(key, now);
      return now;
    });
  }

  async #list(uri: vscode.Uri): Promise<readonly FileEntry[]> {
    const sandbox = this.#sandboxAt(uri);
    if ((await placeOf(sandbox, uri.path)) === undefined) {
      const steps = await stepsTo(sandbox, uri.path);
      if (steps === undefined) throw fileNotFound(uri);
      return steps.map((name) => ({ name, path: name, type: 'directory' }));
    }
    const entries = await this.#at(uri, async ({ directory, path }) => (await filesOf(sandbox)).list(path, directory));
    return entries.filter(({ name }) => isEntryName(name, IS_WINDOWS));
  }

  async #write(uri: vscode.Uri, work: (place: Place, writing: FileWritingPort) => Promise<void>): Promise<void> {
    const sandbox = this.#sandboxAt(uri);
    const { writing } = await filesOf(sandbox);
    if (writing === undefined)
      throw noPermissions(
        vscode.l10n.t('Files in {0} are read-only. Ask the agent to change them.', sandbox.profile.name),
      );
    if (!this.#mayEdit())
      throw noPermissions(
        vscode.l10n.t(
          'Files in {0} are read-only. Ask the agent to change them, or turn on the setting opencodeSandbox.editSandboxFiles.',
          sandbox.profile.name,
        ),
      );
    await this.#at(uri, (place) => work(place, writing));
  }

  #fire(type: vscode.FileChangeType, uri: vscode.Uri): void {
    this.#changed.fire([{ type, uri }]);
  }

  #exists(uri: vscode.Uri): Promise<boolean> {
    return this.stat(uri).then(
      () => true,
      () => false,
    );
  }
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
