import * as vscode from 'vscode';
import { bytesOf, lineEndingOf, sameContent, type Content } from '../../../core/changes/content.js';
import { isSameName } from '../../../core/changes/paths.js';
import { editsBetween, splitLines } from '../../../core/changes/lines.js';
import type { PlanEntry } from '../../../core/changes/plan.js';
import { diskPath } from '../../platform/node/diskPath.js';
import { unsavedDocument } from './local.js';

/** How a file is written: by edits of its document, or as bytes. */
export type WriteStrategy = 'edits' | 'bytes';

/** An entry of the plan, with its write strategy. */
export interface Task {
  readonly entry: PlanEntry;
  readonly way: WriteStrategy;
}

export const uriIn = (root: vscode.Uri, path: string): vscode.Uri => vscode.Uri.joinPath(root, ...path.split('/'));

/** Chooses text edits, which preserve the document's state, if VS Code would save the same bytes. */
export async function writeStrategyOf(root: vscode.Uri, entry: PlanEntry): Promise<WriteStrategy> {
  const { local, result } = entry;
  if (entry.action !== 'write' || local.kind !== 'text' || result.kind !== 'text' || local.bom !== result.bom)
    return 'bytes';
  const ending = lineEndingOf(local.text);
  const next = lineEndingOf(result.text);
  if (ending === undefined || ending === 'mixed' || (next !== undefined && next !== ending)) return 'bytes';
  if (/\r(?!\n)/.test(local.text) || /\r(?!\n)/.test(result.text)) return 'bytes';
  const uri = uriIn(root, entry.path);
  if (unsavedDocument(diskPath(uri)) !== undefined) return 'edits';
  // The user's settings may decode this UTF-8 file with another encoding.
  const document = await Promise.resolve(vscode.workspace.openTextDocument(uri)).catch(() => undefined);
  return document?.encoding === (local.bom ? 'utf8bom' : 'utf8') ? 'edits' : 'bytes';
}

/** Adds one task to the workspace edit. */
export function addTo(edit: vscode.WorkspaceEdit, root: vscode.Uri, { entry, way }: Task): void {
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
      if (entry.from !== undefined && isSameName(entry.from, entry.path)) {
        // On a case-insensitive file system, creating the new file and deleting the old one would delete both.
        edit.renameFile(uriIn(root, entry.from), uri);
        if (sameContent(entry.result, entry.localFrom ?? entry.result)) return;
        edit.deleteFile(uri);
      } else if (entry.from !== undefined) edit.deleteFile(uriIn(root, entry.from));
      edit.createFile(uri, { contents });
      return;
    case 'write':
      if (way === 'edits') addEdits(edit, uri, entry.local, entry.result);
      else {
        // Delete and create in one edit, so that undo restores the old bytes.
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
