import * as vscode from 'vscode';
import { excerptAttachment } from '../../core/send/context.js';
import type { Attachment } from '../../shared/model/entities.js';

/** The path of a file for display: relative to its workspace folder, with forward slashes. */
export const pathOf = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/');

/** The selection of an editor as an attachment; the line of the cursor if nothing is selected. */
export function selectionOf(editor: vscode.TextEditor): Attachment {
  const { document, selection } = editor;
  const range = selection.isEmpty ? document.lineAt(selection.active.line).range : selection;
  // A selection that ends before the first character of a line does not include that line.
  const ends = range.end.character === 0 && range.end.line > range.start.line ? range.end.line - 1 : range.end.line;
  return excerptAttachment({
    path: pathOf(document.uri),
    language: document.languageId,
    text: document.getText(range),
    firstLine: range.start.line + 1,
    lastLine: ends + 1,
    whole: false,
  });
}
