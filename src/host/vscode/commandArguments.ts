import type * as vscode from 'vscode';
import type { SandboxId, SessionId } from '../../shared/model/ids.js';
import type { SessionRef } from './storage.js';

/** A sandbox; `what` is the action of the button that was clicked. */
export interface SandboxTarget {
  readonly sandboxId: SandboxId;
  readonly what?: string;
}

/** A file of a session: a path from the sandbox's server with an optional position; lines and columns count from 1. */
export interface FileTarget extends SessionRef {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
}

/** Position of the problems of a code action: a diagnostic cannot be passed as a command argument. */
export interface ProblemsAt {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly fix: boolean;
}

/**
 * Arguments of commands when the extension runs them. Menus, keybindings and other extensions can pass anything, which
 * handlers validate.
 */
export interface CommandArguments {
  readonly nothing: readonly [];
  readonly sandbox: readonly [target?: SandboxTarget];
  /** Argument of `newSession`: a draft session with a pending prompt. */
  readonly draft: readonly [target?: SandboxTarget & { readonly openDraft?: SessionId }];
  readonly session: readonly [target?: SessionRef];
  readonly sessions: readonly [target?: SessionRef, selected?: readonly SessionRef[]];
  readonly file: readonly [target?: FileTarget];
  readonly prompt: readonly [text?: string, target?: SessionRef];
  /** A local folder. */
  readonly folder: readonly [path?: string];
  /** Files of the workspace. */
  readonly resources: readonly [uri?: vscode.Uri, selected?: readonly vscode.Uri[]];
  readonly problems: readonly [at?: ProblemsAt];
  /** Objects that only the workbench creates: source control states, tests, comments. */
  readonly workbench: readonly unknown[];
}
