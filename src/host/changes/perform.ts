import { join } from 'node:path';
import * as vscode from 'vscode';
import { absent, bytesOf, lineEndingOf, sameContent, type Content } from '../../core/changes/content.js';
import { editsBetween, splitLines } from '../../core/changes/lines.js';
import { inParallel } from '../../core/changes/parallel.js';
import { writes, type PlanEntry } from '../../core/changes/plan.js';
import { readIfThere, resolveTarget } from './guard.js';
import { createJournal, type Journal } from './journal.js';
import { readLocal, unsavedDocument } from './local.js';

/** A file that was not written, and why. */
export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** What came of it. */
export interface ApplyReport {
  readonly applied: readonly PlanEntry[];
  readonly skipped: readonly Skipped[];
  /** Undoes what was applied; absent where nothing was. */
  readonly journal?: Journal;
}

/** How a file gets its content: edits in its document, or bytes in its place. */
type Way = 'edits' | 'bytes';

/** Text edits keep what VS Code knows of a document, but only where VS Code would save the same bytes. */
function wayOf(entry: PlanEntry): Way {
  const { local, result } = entry;
  if (entry.action !== 'write' || local.kind !== 'text' || result.kind !== 'text' || local.bom !== result.bom)
    return 'bytes';
  const ending = lineEndingOf(local.text);
  const next = lineEndingOf(result.text);
  if (ending === undefined || ending === 'mixed' || (next !== undefined && next !== ending)) return 'bytes';
  return /\r(?!\n)/.test(local.text) || /\r(?!\n)/.test(result.text) ? 'bytes' : 'edits';
}

/** Why an entry cannot be done now although it was planned; undefined when it can. */
async function problemNow(root: string, entry: PlanEntry): Promise<string | undefined> {
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
    if (!sameContent(now.kind === 'file' ? now.content : absent, planned)) return 'it changed while you were looking';
    if (now.kind === 'file' && now.unsaved && (entry.action !== 'write' || wayOf(entry) === 'bytes'))
      return 'it has unsaved changes';
  }
  return undefined;
}

/** Carries out the chosen entries of a plan as one workspace edit. Each file is done whole or stays as it was. */
export async function perform(
  root: vscode.Uri,
  entries: readonly PlanEntry[],
  signal?: AbortSignal,
): Promise<ApplyReport> {
  const skipped: Skipped[] = [];
  const ready: PlanEntry[] = [];
  for (const entry of entries.filter(writes)) {
    signal?.throwIfAborted();
    const problem = await problemNow(root.fsPath, entry);
    if (problem === undefined) ready.push(entry);
    else skipped.push({ path: entry.path, reason: problem });
  }
  if (ready.length === 0) return { applied: [], skipped };
  signal?.throwIfAborted();
  const journal = await createJournal(
    root,
    ready.flatMap((entry) => (entry.from === undefined ? [entry.path] : [entry.from, entry.path])),
  );
  const edit = new vscode.WorkspaceEdit();
  for (const entry of ready) add(edit, root, entry);
  const done = await apply(edit);
  if (done) await save(root, ready);
  const applied: PlanEntry[] = [];
  const failed: PlanEntry[] = [];
  for (const entry of ready) ((await isDone(root, entry)) ? applied : failed).push(entry);
  for (const entry of failed) {
    const restored = await journal.restore(entry.path, bytesOf(entry.result));
    const source = entry.from === undefined || (await journal.restore(entry.from, undefined));
    const reason = restored && source ? 'it could not be written' : 'something else wrote it at the same time';
    skipped.push({ path: entry.path, reason });
  }
  await journal.seal(applied.flatMap((entry) => (entry.from === undefined ? [entry.path] : [entry.from, entry.path])));
  return { applied, skipped, ...(applied.length === 0 ? {} : { journal }) };
}

/** A failed edit is a result here, not an error: what it left behind is looked at next. */
const apply = (edit: vscode.WorkspaceEdit): Promise<boolean> =>
  Promise.resolve(vscode.workspace.applyEdit(edit)).catch(() => false);

const uriIn = (root: vscode.Uri, path: string): vscode.Uri => vscode.Uri.joinPath(root, ...path.split('/'));

function add(edit: vscode.WorkspaceEdit, root: vscode.Uri, entry: PlanEntry): void {
  const uri = uriIn(root, entry.path);
  const contents = bytesOf(entry.result) ?? new Uint8Array();
  switch (entry.action) {
    case 'create':
      edit.createFile(uri, { contents });
      return;
    case 'delete':
      edit.deleteFile(uri);
      return;
    case 'rename':
      if (entry.from !== undefined) edit.deleteFile(uriIn(root, entry.from));
      edit.createFile(uri, { contents });
      return;
    case 'write':
      if (wayOf(entry) === 'edits') addEdits(edit, uri, entry.local, entry.result);
      else {
        // Taken away and made again in one step, so that undoing brings the old bytes back.
        edit.deleteFile(uri);
        edit.createFile(uri, { contents });
      }
      return;
    case 'same':
    case 'conflict':
    case 'refused':
      return;
  }
}

function addEdits(edit: vscode.WorkspaceEdit, uri: vscode.Uri, from: Content, to: Content): void {
  if (from.kind !== 'text' || to.kind !== 'text') return;
  const lines = splitLines(from.text);
  const position = (line: number): vscode.Position => {
    const last = lines.at(-1) ?? '';
    if (line < lines.length || last.endsWith('\n') || lines.length === 0) return new vscode.Position(line, 0);
    return new vscode.Position(lines.length - 1, last.length);
  };
  for (const { start, end, lines: added } of editsBetween(lines, splitLines(to.text)))
    edit.replace(uri, new vscode.Range(position(start), position(end)), added.join(''));
}

/** Saves what was not edited by the user before; their unsaved edits stay unsaved, with ours in them. */
async function save(root: vscode.Uri, entries: readonly PlanEntry[]): Promise<void> {
  const ours = new Set(entries.filter((entry) => !entry.unsaved).map((entry) => uriIn(root, entry.path).fsPath));
  const open = vscode.workspace.textDocuments.filter((document) => document.isDirty && ours.has(document.uri.fsPath));
  await inParallel(open, 8, async (document) => {
    // VS Code saves by itself, too, and lets go of what nobody looks at: what is really on disk is checked afterwards.
    if (!document.isClosed && document.isDirty) await Promise.resolve(document.save()).catch(() => false);
  });
}

/** Is it on disk (or in the editor, where it has unsaved edits) as planned? Formatting on save may add to it. */
async function isDone(root: vscode.Uri, entry: PlanEntry): Promise<boolean> {
  const fsPath = join(root.fsPath, ...entry.path.split('/'));
  if (entry.unsaved) return entry.result.kind === 'text' && unsavedDocument(fsPath)?.getText() === entry.result.text;
  if (entry.from !== undefined && (await readIfThere(join(root.fsPath, ...entry.from.split('/')))) !== undefined)
    return false;
  const target = await resolveTarget(root.fsPath, entry.path);
  if (!target.ok) return false;
  const now = target.exists ? await readIfThere(target.fsPath) : undefined;
  if (entry.action === 'delete') return now === undefined;
  const wanted = bytesOf(entry.result);
  if (now === undefined || wanted === undefined) return false;
  if (Buffer.compare(now, wanted) === 0) return true;
  return wayOf(entry) === 'edits' && unsavedDocument(fsPath) === undefined && !isStill(entry, now);
}

/** Is the file still as it was before? Then it was not written; anything else is ours, as the user's own formatter left it. */
function isStill(entry: PlanEntry, now: Uint8Array): boolean {
  const before = bytesOf(entry.local);
  return before !== undefined && Buffer.compare(before, now) === 0;
}
