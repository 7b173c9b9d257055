import * as vscode from 'vscode';
import type { Placement } from '../platform/node/diskPath.js';

/** Where this extension runs relative to the window. */
export const placementOf = ({ extension }: Pick<vscode.ExtensionContext, 'extension'>): Placement => ({
  remoteName: vscode.env.remoteName,
  isUi: extension.extensionKind === vscode.ExtensionKind.UI,
});
