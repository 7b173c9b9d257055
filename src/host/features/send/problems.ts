import * as vscode from 'vscode';
import type { Disposable } from '../../../core/emitter.js';
import type { ProblemsAt } from '../../vscode/commandArguments.js';
import { commandLink } from '../../vscode/commandRegistry.js';
import type { Services } from '../../services/index.js';

const { l10n } = vscode;

/** The initial text of "Fix in Sandbox". */
export const fixSentence = (count: number): string =>
  count === 1 ? l10n.t('Fix this problem.') : l10n.t('Fix these problems.');

/** Registers code actions that fix a problem in the sandbox, or send it there with a message. */
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

/** The current diagnostics at that position. */
export const problemsAt = ({ uri, range }: ProblemsAt): readonly vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.range.intersection(range) !== undefined);

/** Whether a command's argument is such a position. */
export const isProblemsAt = (arg: unknown): arg is ProblemsAt =>
  typeof arg === 'object' &&
  arg !== null &&
  'uri' in arg &&
  arg.uri instanceof vscode.Uri &&
  'range' in arg &&
  arg.range instanceof vscode.Range;
