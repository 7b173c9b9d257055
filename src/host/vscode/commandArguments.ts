import type * as vscode from 'vscode';
import type { SandboxId, SessionId } from '../../shared/model/ids.js';
import type { SessionRef } from './storage.js';

/** A sandbox; `what` is the remedy that a button promised. */
export interface SandboxTarget {
  readonly sandboxId: SandboxId;
  readonly what?: string;
}

/** A file of a session: a path that the sandbox's server named, and where to look in it, counted from 1. */
export interface FileTarget extends SessionRef {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
}

/** Where a code action's command finds the problems again: a diagnostic itself does not survive the way. */
export interface ProblemsAt {
  readonly uri: vscode.Uri;
  readonly range: vscode.Range;
  readonly fix: boolean;
}

/** What commands take when our own code runs them. Menus, keys and other extensions pass anything: handlers check it. */
export interface CommandArguments {
  readonly nothing: readonly [];
  readonly sandbox: readonly [target?: SandboxTarget];
  /** Of `newSession`: the prompt on its way whose session the server has not created yet. */
  readonly draft: readonly [target?: SandboxTarget & { readonly openDraft?: SessionId }];
  readonly session: readonly [target?: SessionRef];
  readonly sessions: readonly [target?: SessionRef, selected?: readonly SessionRef[]];
  readonly file: readonly [target?: FileTarget];
  readonly prompt: readonly [text?: string, target?: SessionRef];
  /** Of this machine. */
  readonly folder: readonly [path?: string];
  /** Of the workspace. */
  readonly resources: readonly [uri?: vscode.Uri, selected?: readonly vscode.Uri[]];
  readonly problems: readonly [at?: ProblemsAt];
  /** What only the workbench makes: states of source control, tests, comments. */
  readonly workbench: readonly unknown[];
}
