import * as vscode from 'vscode';

/** The prompt that explains a project. */
export const analysisPrompt = (): string =>
  vscode.l10n.t(
    'Analyze this project: its purpose, structure and main technologies, how to build, test and run it, and what to look at first. Change nothing.',
  );
