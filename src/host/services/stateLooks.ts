import * as vscode from 'vscode';
import type { StateLook } from '../../shared/model/states.js';

/** A state's icon in its color. */
export const iconOf = ({ icon, color }: StateLook): vscode.ThemeIcon =>
  new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));

/** A state's icon as text for labels of quick picks and the status bar. */
export const iconText = ({ icon }: StateLook): string => `$(${icon})`;

/** A state's label in the display language. */
export const wordOf = ({ word }: StateLook): string => vscode.l10n.t(word);
