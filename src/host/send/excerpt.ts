import * as vscode from 'vscode';
import { Failure } from '../../core/failure.js';
import { excerptAttachment, LARGEST } from '../../core/send/context.js';
import type { Attachment } from '../../shared/model/entities.js';

const pathOf = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/');

/** The selection of an editor, or the line the cursor is in when nothing is selected. */
export function selectionOf(editor: vscode.TextEditor): Attachment {
  const { document, selection } = editor;
  const range = selection.isEmpty ? document.lineAt(selection.active.line).range : selection;
  // A selection that ends before the first character of a line does not mean that line.
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

/** A whole file as it is now, unsaved edits included; what is not text goes as a file. */
export async function fileOf(uri: vscode.Uri): Promise<Attachment> {
  const name = pathOf(uri);
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const bytes = open === undefined ? await vscode.workspace.fs.readFile(uri) : new TextEncoder().encode(open.getText());
  if (bytes.byteLength > LARGEST)
    throw new Failure('rejected', vscode.l10n.t('{0} is larger than 10 MB and cannot be sent.', name));
  if (bytes.subarray(0, 8000).includes(0))
    return {
      kind: 'content',
      name,
      mime: 'application/octet-stream',
      data: Buffer.from(bytes).toString('base64'),
      size: bytes.byteLength,
    };
  const text = new TextDecoder().decode(bytes);
  return excerptAttachment({
    path: name,
    language: open?.languageId ?? '',
    text,
    firstLine: 1,
    lastLine: 1,
    whole: true,
  });
}
