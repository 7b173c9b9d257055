import * as vscode from 'vscode';
import { absent, bytesOf, sameContent } from '../../../core/changes/content.js';
import { inParallel } from '../../../core/changes/parallel.js';
import { writes, type PlanEntry } from '../../../core/changes/plan.js';
import { addTo, uriIn, writeStrategyOf, type Task } from './writeStrategy.js';
import { changedElsewhere, pathsOf, recheck } from '../../platform/node/recheck.js';
import { pathBelow, pathIn, readByName, readIfThere, resolveTarget } from '../../platform/node/workspacePath.js';
import { createUndoLog, type UndoLog } from './undoLog.js';
import { diskPath, isAt, isOnDisk } from '../../platform/node/diskPath.js';
import { readLocal, unsavedDocument } from './local.js';
import { sameBytes } from '../../../core/bytes.js';

/** A file that was not written, with the reason. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
  /** The file that was written instead, through a symbolic link that appeared in its path. */
  readonly wrote?: string;
}

/** Result of applying a plan. */
export interface ApplyReport {
  readonly applied: readonly PlanEntry[];
  readonly skipped: readonly Skipped[];
  /** Undoes the applied changes; absent if there are none. */
  readonly journal?: UndoLog;
}

/** Why a planned entry cannot be applied now; undefined if it can. */
async function problemNow(root: string, { entry, way }: Task): Promise<string | undefined> {
  const paths =
    entry.from === undefined
      ? [[entry.path, entry.local] as const]
      : ([
          [entry.path, entry.local],
          [entry.from, entry.localFrom ?? absent],
        ] as const);
  for (const [path, planned] of paths) {
    const now = await readLocal(root, path);
    if (now.kind === 'blocked') return now.reason;
    if (!sameContent(now.kind === 'file' ? now.content : absent, planned)) return 'it has changed in the meantime';
    if (now.kind === 'file' && now.unsaved && (entry.action !== 'write' || way === 'bytes'))
      return 'it has unsaved changes';
  }
  return undefined;
}

/** Applies the chosen entries of a plan as one workspace edit. Each file is written completely or not at all. */
export async function perform(
  root: vscode.Uri,
  entries: readonly PlanEntry[],
  signal?: AbortSignal,
): Promise<ApplyReport> {
  const folder = diskPath(root);
  const skipped: Skipped[] = [];
  const ready: Task[] = [];
  const tasks = await inParallel(entries.filter(writes), 8, async (entry) => {
    signal?.throwIfAborted();
    return { entry, way: await writeStrategyOf(root, entry) };
  });
  for (const task of tasks) {
    signal?.throwIfAborted();
    const problem = await problemNow(folder, task);
    if (problem === undefined) ready.push(task);
    else skipped.push({ path: task.entry.path, reason: problem });
  }
  if (ready.length === 0) return { applied: [], skipped };
  const journal = await createUndoLog(
    root,
    ready.flatMap(({ entry }) => pathsOf(entry)),
  );
  // The last chance to cancel: once the edit has started, it is completed.
  signal?.throwIfAborted();
  const { free, blocked } = await recheck(folder, ready);
  skipped.push(...blocked);
  const edit = new vscode.WorkspaceEdit();
  for (const task of free) addTo(edit, root, task);
  const done = await apply(edit);
  const held = new Set(free.filter(({ entry, way }) => way === 'edits' && holdsResult(root, entry)));
  if (done) await save(root, free);
  const applied: PlanEntry[] = [];
  const failed: PlanEntry[] = [];
  for (const task of free) ((await isDone(root, task.entry, held.has(task))) ? applied : failed).push(task.entry);
  for (const entry of failed) {
    const wrote = await changedElsewhere(folder, entry);
    if (wrote !== undefined) {
      skipped.push({ path: entry.path, reason: 'a link was put in its path meanwhile', wrote });
      continue;
    }
    const restored = await journal.restore(entry.path, bytesOf(entry.result));
    const source = entry.from === undefined || (await journal.restore(entry.from, undefined));
    const reason = restored && source ? 'it could not be written' : 'another program wrote it at the same time';
    skipped.push({ path: entry.path, reason });
  }
  await journal.seal(applied.flatMap(pathsOf));
  return { applied, skipped, ...(applied.length === 0 ? {} : { journal }) };
}

/** Applies an edit; a failure is ignored, since the effects are checked afterwards. */
const apply = (edit: vscode.WorkspaceEdit): Promise<boolean> =>
  Promise.resolve(vscode.workspace.applyEdit(edit)).catch(() => false);

/** Saves files that had no unsaved edits; files with unsaved edits of the user stay unsaved. */
async function save(root: vscode.Uri, tasks: readonly Task[]): Promise<void> {
  const folder = diskPath(root);
  const ours = new Set(tasks.flatMap(({ entry }) => (entry.unsaved ? [] : [diskPath(uriIn(root, entry.path))])));
  const open = vscode.workspace.textDocuments.filter(
    ({ isDirty, uri }) => isDirty && isOnDisk(uri) && ours.has(diskPath(uri)),
  );
  await inParallel(open, 8, async (document) => {
    // VS Code also saves and closes documents automatically: the content on disk is checked afterwards.
    const free = (await resolveTarget(folder, pathBelow(folder, diskPath(document.uri)))).ok;
    if (free && !document.isClosed && document.isDirty) await Promise.resolve(document.save()).catch(() => false);
  });
}

/** Whether the document of the file has the planned content, saved or not. */
function holdsResult(root: vscode.Uri, { path, result }: PlanEntry): boolean {
  const file = diskPath(uriIn(root, path));
  const document = vscode.workspace.textDocuments.find(({ uri }) => isAt(uri, file));
  return result.kind === 'text' && document?.getText() === result.text;
}

/**
 * Whether the entry is on disk (or in the editor, with unsaved edits) as planned. `held`: the document had the planned
 * content, so differences on disk come from a formatter on save.
 */
async function isDone(root: vscode.Uri, entry: PlanEntry, held: boolean): Promise<boolean> {
  const folder = diskPath(root);
  const path = pathIn(folder, entry.path);
  if (entry.unsaved) return entry.result.kind === 'text' && unsavedDocument(path)?.getText() === entry.result.text;
  if (entry.from !== undefined && (await readByName(pathIn(folder, entry.from))) !== undefined) return false;
  const target = await resolveTarget(folder, entry.path);
  if (!target.ok) return false;
  const now = target.exists ? await readIfThere(target.path) : undefined;
  if (entry.action === 'delete') return now === undefined;
  const wanted = bytesOf(entry.result);
  if (now === undefined || wanted === undefined) return false;
  if (sameBytes(now, wanted)) return true;
  return held && unsavedDocument(path) === undefined && !isStill(entry, now);
}

/** Whether the file is unchanged, so that it was not written. */
function isStill(entry: PlanEntry, now: Uint8Array): boolean {
  const before = bytesOf(entry.local);
  return before !== undefined && sameBytes(before, now);
}
