import * as vscode from 'vscode';
import type { Disposable } from '../../../core/emitter.js';
import { Failure } from '../../../core/failure.js';
import type { SendPayload } from '../../../core/send/sendPayload.js';
import { problemsAttachment, type Problem } from '../../../core/send/problems.js';
import type { ProblemsAt } from '../../vscode/commandArguments.js';
import { commandLink } from '../../vscode/commandRegistry.js';
import type { Services } from '../../services/index.js';
import { pathOf } from './excerpt.js';

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

/** The problems of a file (all, or some of them) with the code around them. */
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

/** The sentence that "Fix in Sandbox" begins with. */
export const fixSentence = (count: number): string =>
  count === 1 ? l10n.t('Fix this problem.') : l10n.t('Fix these problems.');

/** The lightbulb and the menu of a problem offer to fix it in the sandbox, or to send it there with a sentence. */
export function registerLightbulb({ sandboxes }: Services): Disposable {
  const kind = vscode.CodeActionKind.QuickFix;
  const action = (title: string, at: ProblemsAt, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction => {
    const made = new vscode.CodeAction(title, kind);
    made.diagnostics = [...diagnostics];
    made.command = commandLink('sendDiagnostics', title, at);
    return made;
  };
  return vscode.languages.registerCodeActionsProvider(
    { pattern: '**' },
    {
      provideCodeActions({ uri }, range, { diagnostics }) {
        if (sandboxes.all.length === 0 || diagnostics.length === 0) return [];
        return [
          action(l10n.t('Fix in Sandbox'), { uri, range, fix: true }, diagnostics),
          action(l10n.t('Send to Sandbox'), { uri, range, fix: false }, diagnostics),
        ];
      },
    },
    { providedCodeActionKinds: [kind] },
  );
}

/** The problems at that place, as they are now. */
export const problemsAt = ({ uri, range }: ProblemsAt): readonly vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.range.intersection(range) !== undefined);

/** Whether a command's argument is such a place. */
export const isProblemsAt = (arg: unknown): arg is ProblemsAt =>
  typeof arg === 'object' &&
  arg !== null &&
  'uri' in arg &&
  arg.uri instanceof vscode.Uri &&
  'range' in arg &&
  arg.range instanceof vscode.Range;
