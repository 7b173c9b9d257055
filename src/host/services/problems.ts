import * as vscode from 'vscode';
import { Failure } from '../../core/failure.js';
import { problemsAttachment, type Problem } from '../../core/send/problems.js';
import type { SendPayload } from '../../core/send/sendPayload.js';
import { pathOf } from '../vscode/excerpt.js';

const { l10n } = vscode;

const severities = ['error', 'warning', 'info', 'hint'] as const;

const codeOf = ({ code }: vscode.Diagnostic): string | undefined => {
  const value = typeof code === 'object' ? code.value : code;
  return value === undefined ? undefined : String(value);
};

function problemOf(diagnostic: vscode.Diagnostic): Problem {
  const { range, severity, message, source } = diagnostic;
  const code = codeOf(diagnostic);
  return {
    severity: severities[severity] ?? 'error',
    message,
    line: range.start.line + 1,
    lastLine: range.end.line + 1,
    column: range.start.character + 1,
    ...(source === undefined ? {} : { source }),
    ...(code === undefined ? {} : { code }),
  };
}

/** All or some problems of a file with the surrounding code. */
export async function problemsParcel(
  uri: vscode.Uri,
  diagnostics: readonly vscode.Diagnostic[] = vscode.languages.getDiagnostics(uri),
  sentence?: string,
): Promise<SendPayload> {
  const path = pathOf(uri);
  if (diagnostics.length === 0) throw new Failure('rejected', l10n.t('{0} has no problems to send.', path));
  const document = await vscode.workspace.openTextDocument(uri);
  const attachment = problemsAttachment({
    path,
    language: document.languageId,
    lines: document.getText().split(/\r?\n/),
    problems: diagnostics.map(problemOf),
  });
  const count = diagnostics.length;
  const what = count === 1 ? l10n.t('1 problem of {0}', path) : l10n.t('{0} problems of {1}', count, path);
  return {
    what,
    attachments: [{ ...attachment, name: what }],
    leftOut: [],
    ...(sentence === undefined ? {} : { sentence }),
  };
}
