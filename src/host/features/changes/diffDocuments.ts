import * as vscode from 'vscode';
import { bytesOf, type Content } from '../../../core/changes/content.js';
import { isSessionId, type SessionId } from '../../../shared/model/ids.js';
import type { Sandboxes } from '../../../core/sandbox/sandboxes.js';
import { formatBytes } from '../../../shared/format.js';
import { readChangeSet, type ChangedFile, type ChangeSpan } from '../../../core/changes/changeSet.js';
import { toFailure } from '../../../core/failure.js';
import { sentence } from '../../services/labels.js';
import { fileNotFound, noPermissions, unavailable } from '../../vscode/fileSystemErrors.js';
import type { SandboxChanges } from './sandboxChanges.js';

/** URI scheme of the two sides of a change; the authority is the sandbox's ID. */
export const CHANGE_SCHEME = 'opencode-sandbox-change';

/** A side of a changed file. */
export interface DiffSide {
  readonly sandboxId: string;
  /** Undefined in the sandbox's own folder. */
  readonly sessionId: SessionId | undefined;
  readonly span: ChangeSpan;
  readonly side: 'before' | 'after';
  /** The changed file's path, relative to the sandbox's root. */
  readonly file: string;
}

/** The URI of a side; its path is that of the file below the sandbox's root, for the editor's title and language. */
export const sideUri = (set: SandboxChanges, file: ChangedFile, side: DiffSide['side']): vscode.Uri =>
  vscode.Uri.from({
    scheme: CHANGE_SCHEME,
    authority: set.sandbox.profile.id,
    path: `/${file.path}`,
    query: new URLSearchParams({ session: set.sessionId ?? '', span: set.span, side, file: file.path }).toString(),
  });

const SPANS: readonly ChangeSpan[] = ['session', 'turn', 'head', 'branch'];

/** Parses a URI of a side; undefined for any other. */
export function sideOf(uri: vscode.Uri): DiffSide | undefined {
  if (uri.scheme !== CHANGE_SCHEME) return undefined;
  const query = new URLSearchParams(uri.query);
  const span = SPANS.find((each) => each === query.get('span'));
  const side = query.get('side');
  const session = query.get('session') ?? '';
  const file = query.get('file');
  if (span === undefined || (side !== 'before' && side !== 'after') || file === null) return undefined;
  if (session !== '' && !isSessionId(session)) return undefined;
  return { sandboxId: uri.authority, sessionId: session === '' ? undefined : session, span, side, file };
}

/**
 * The bytes of a side for an editor. Throws a file system error for binary content, instead of showing a message as
 * content.
 */
function shown(content: Content): Uint8Array {
  const notice = (message: string): never => {
    throw unavailable(message);
  };
  switch (content.kind) {
    case 'text':
      return bytesOf(content) ?? new Uint8Array();
    case 'absent':
      return new Uint8Array();
    case 'unknown':
      return notice(vscode.l10n.t("This version can't be shown: {0}.", vscode.l10n.t(content.reason)));
    case 'binary':
      return notice(
        vscode.l10n.t(
          'Not shown: {0} with binary or very large content. Use "Download File from Sandbox" to get it.',
          formatBytes(content.bytes.length),
        ),
      );
  }
}

/** Opened change sets, and their files for editors. */
export interface DiffDocuments extends vscode.FileSystemProvider, vscode.Disposable {
  /** Reloads a set and its open editors. */
  load(
    sandbox: SandboxChanges['sandbox'],
    session: SandboxChanges['sessionId'],
    span: ChangeSpan,
    signal?: AbortSignal,
  ): Promise<SandboxChanges>;
  /** The set of a URI, loaded if necessary, for example after the window was reloaded. */
  setOf(ref: DiffSide): Promise<SandboxChanges>;
}

const MAX_CACHED_SETS = 8;

/** Creates the registry. */
export function createDiffDocuments(sandboxes: Sandboxes): DiffDocuments {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const sets = new Map<string, Promise<SandboxChanges>>();
  const stamps = new Map<string, number>();
  const keyOf = (sandbox: string, session: string | undefined, span: ChangeSpan): string =>
    `${sandbox} ${session ?? ''} ${span}`;

  const cache = (key: string, set: Promise<SandboxChanges>): Promise<SandboxChanges> => {
    sets.delete(key);
    sets.set(key, set);
    stamps.set(key, (stamps.get(key) ?? 0) + 1);
    for (const old of [...sets.keys()].slice(0, Math.max(0, sets.size - MAX_CACHED_SETS))) sets.delete(old);
    set.catch(() => {
      if (sets.get(key) === set) sets.delete(key);
    });
    return set;
  };

  const load: DiffDocuments['load'] = async (sandbox, session, span, signal) => {
    const set = await cache(keyOf(sandbox.profile.id, session, span), readChangeSet(sandbox, session, span, signal));
    // Only open documents, since a set may have a hundred thousand files.
    const open = vscode.workspace.textDocuments.filter(({ uri }) => {
      const ref = sideOf(uri);
      return (
        ref !== undefined &&
        ref.sessionId === session &&
        ref.span === span &&
        sandboxes.named(ref.sandboxId) === sandbox
      );
    });
    changed.fire(open.map(({ uri }) => ({ type: vscode.FileChangeType.Changed, uri })));
    return set;
  };

  const setOf: DiffDocuments['setOf'] = async (ref) => {
    const sandbox = sandboxes.named(ref.sandboxId);
    if (sandbox === undefined) throw unavailable();
    const key = keyOf(sandbox.profile.id, ref.sessionId, ref.span);
    return sets.get(key) ?? cache(key, readChangeSet(sandbox, ref.sessionId, ref.span));
  };

  const read = async (uri: vscode.Uri): Promise<Uint8Array> => {
    const ref = sideOf(uri);
    if (ref === undefined) throw fileNotFound(uri);
    const file = (await setOf(ref)).file(ref.file);
    if (file === undefined) throw fileNotFound(uri);
    const sides = await file.sides().catch((error: unknown) => {
      throw unavailable(sentence(toFailure(error)));
    });
    return shown(sides[ref.side]);
  };

  const readonly = (): never => {
    throw noPermissions(vscode.l10n.t('The sides of a change cannot be edited.'));
  };

  return {
    load,
    setOf,
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => {}),
    async stat(uri) {
      const ref = sideOf(uri);
      const size = (await read(uri)).length;
      const stamp =
        ref === undefined
          ? 0
          : (stamps.get(keyOf(sandboxes.named(ref.sandboxId)?.profile.id ?? '', ref.sessionId, ref.span)) ?? 0);
      return { type: vscode.FileType.File, ctime: 0, mtime: stamp, size, permissions: vscode.FilePermission.Readonly };
    },
    readFile: read,
    readDirectory: () => [],
    createDirectory: readonly,
    writeFile: readonly,
    delete: readonly,
    rename: readonly,
    dispose() {
      changed.dispose();
      sets.clear();
    },
  };
}
