import * as vscode from 'vscode';
import { sanitizeText, withoutLinks } from '../../shared/text/sanitizeText.js';

type Show = (message: string, ...rest: readonly unknown[]) => Thenable<unknown>;
const plainly = <T>(show: T): T =>
  ((message: string, ...rest: readonly unknown[]) => (show as Show)(withoutLinks(message), ...rest)) as T;

/** The only functions that show notifications and modal dialogs. */
export const showInfo = plainly(vscode.window.showInformationMessage);
export const showWarning = plainly(vscode.window.showWarningMessage);
export const showError = plainly(vscode.window.showErrorMessage);

/** Sanitizes a name from a server for a quick pick, where VS Code would render `$(…)` as an icon. */
export const listed = (text: string): string => sanitizeText(text).replaceAll('$(', '$ (');
