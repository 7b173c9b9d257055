import * as vscode from 'vscode';
import { sanitizeText, withoutLinks } from '../../shared/text/sanitizeText.js';

type Show = (message: string, ...rest: readonly unknown[]) => Thenable<unknown>;
const plainly = <T>(show: T): T =>
  ((message: string, ...rest: readonly unknown[]) => (show as Show)(withoutLinks(message), ...rest)) as T;

/** The only functions that show notifications and modal questions. */
export const showInfo = plainly(vscode.window.showInformationMessage);
export const showWarning = plainly(vscode.window.showWarningMessage);
export const showError = plainly(vscode.window.showErrorMessage);

/** A name that a server gave, in a list to choose from, where VS Code would make icons of `$(…)`. */
export const listed = (text: string): string => sanitizeText(text).replaceAll('$(', '$ (');
