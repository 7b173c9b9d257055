import { dirname, join } from 'node:path';
import type * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';

/**
 * The only module that converts URIs to paths (enforced by lint). In a window with a remote folder (SSH, WSL,
 * container) this code may run on the desktop, where the path of a remote URI is a different file, or none.
 */

/** Whether a URI is a file on the machine that this code runs on. */
export const isOnDisk = ({ scheme }: vscode.Uri): boolean => scheme === 'file';

/** The path of a URI on this machine; throws a `Failure` with advice if it is not on this machine. */
export function diskPath(uri: vscode.Uri): string {
  if (!isOnDisk(uri)) throw elsewhere(uri);
  return uri.fsPath;
}

/** The folder of a file on this machine; throws like `diskPath`. */
export const diskFolder = (file: vscode.Uri): string => dirname(diskPath(file));

/** The failure for a URI that is not on this machine. */
export const elsewhere = ({ scheme }: vscode.Uri): Failure =>
  scheme === 'vscode-remote'
    ? remoteFailure()
    : new Failure(
        'rejected',
        'This is not on the disk of this computer. Save or clone it to the disk, and open it from there.',
      );

const remoteFailure = (): Failure =>
  new Failure(
    'wrongMachine',
    'This is on the remote machine, but OpenCode Sandbox runs on your own computer. To use it there, add "opencode-sandbox.opencode-sandbox": ["workspace"] to the user setting remote.extensionKind, and reload the window.',
  );

/** Where this extension runs relative to the window. */
export interface Placement {
  /** `vscode.env.remoteName`. */
  readonly remoteName: string | undefined;
  /** The extension runs on the user's computer (`ExtensionKind.UI`). */
  readonly isUi: boolean;
}

/** Whether terminals of this window run on another machine than this code. */
export const hasRemoteTerminals = ({ remoteName, isUi }: Placement): boolean => isUi && remoteName !== undefined;

/** Throws if terminals run on another machine. */
export function requireLocalTerminals(placement: Placement): void {
  if (hasRemoteTerminals(placement)) throw remoteFailure();
}

/** A readable URI, for messages only. */
export const displayPath = (uri: vscode.Uri): string => (isOnDisk(uri) ? uri.fsPath : uri.path);

/** Whether this URI is the file at a path of `diskPath`. A diff of that file has the same path with another scheme. */
export const isAt = (uri: vscode.Uri, path: string): boolean => isOnDisk(uri) && uri.fsPath === path;

/** A path in the extension's storage folder, which is always on the machine that the extension runs on. */
export const storagePath = (uri: vscode.Uri, name: string): string => join(uri.fsPath, name);
