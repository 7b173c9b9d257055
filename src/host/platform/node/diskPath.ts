import { dirname, join } from 'node:path';
import type * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';

/**
 * The only place that turns addresses into paths (lint holds it). In a window with a remote folder (SSH, WSL, container)
 * this code may run on the desktop: the path of a remote address names another file there, or none.
 */

/** Whether it is on the disk of the machine that this code runs on. */
export const isOnDisk = ({ scheme }: vscode.Uri): boolean => scheme === 'file';

/** The path on this machine's disk; throws a Failure that says what to do where the address is not on it. */
export function diskPath(uri: vscode.Uri): string {
  if (!isOnDisk(uri)) throw elsewhere(uri);
  return uri.fsPath;
}

/** The folder of a file on this machine's disk; throws like `diskPath`. */
export const diskFolder = (file: vscode.Uri): string => dirname(diskPath(file));

/** Why a URI cannot be used as a local path. */
export const elsewhere = ({ scheme }: vscode.Uri): Failure =>
  scheme === 'vscode-remote'
    ? remoteFailure()
    : new Failure(
        'rejected',
        'This is not on the disk of this computer. Save or clone it to the disk, and open it there.',
      );

const remoteFailure = (): Failure =>
  new Failure(
    'wrongMachine',
    'This is on the remote machine, but OpenCode Sandbox runs on your own computer. To use it there, add "opencode-sandbox.opencode-sandbox": ["workspace"] to the user setting remote.extensionKind, and reload the window.',
  );

/** Where this extension runs, beside the window that shows it. */
export interface Placement {
  /** `vscode.env.remoteName`. */
  readonly remoteName: string | undefined;
  /** `ExtensionKind.UI`: on the user's own computer. */
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

/** Whether this URI is the file at a path of `diskPath`. A diff of that file has the same path in another scheme. */
export const isAt = (uri: vscode.Uri, path: string): boolean => isOnDisk(uri) && uri.fsPath === path;

/** A path below the folder that VS Code gives an extension to store things in: always on the machine that it runs on. */
export const storagePath = (uri: vscode.Uri, name: string): string => join(uri.fsPath, name);
