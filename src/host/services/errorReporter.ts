import * as vscode from 'vscode';
import { toFailure } from '../../core/failure.js';
import type { Sandbox } from '../../core/sandbox/sandbox.js';
import { runCommand, type Report } from '../vscode/commandRegistry.js';
import type { CommandName } from '../vscode/ids.js';
import type { Log } from '../vscode/log.js';
import { explain, remedyLabel, type Remedy } from './labels.js';
import { showError } from '../vscode/notifications.js';

/** The sandboxes that errors belong to. */
const attributeTo = new WeakMap<object, Sandbox>();

/** Runs `work` and attributes its errors to this sandbox. */
export async function withSandbox<T>(sandbox: Sandbox, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const failure = toFailure(error);
    if (!attributeTo.has(failure)) attributeTo.set(failure, sandbox);
    throw failure;
  }
}

/** The sandbox that an error is attributed to. */
const sandboxOf = (error: unknown): Sandbox | undefined =>
  typeof error === 'object' && error !== null ? attributeTo.get(error) : undefined;

const COMMAND_OF = {
  signIn: 'signIn',
  edit: 'editSandbox',
  allowInsecure: 'editSandbox',
  showLog: 'showLog',
} as const satisfies Readonly<Record<Exclude<Remedy, 'retry' | 'remoteSetting'>, CommandName>>;

/** Runs the action of a button. */
function remedy(what: Remedy, sandbox: Sandbox | undefined, retry: () => void): void {
  if (what === 'retry') retry();
  else if (what === 'remoteSetting')
    void vscode.commands.executeCommand('workbench.action.openSettings', 'remote.extensionKind');
  else
    void runCommand(
      COMMAND_OF[what],
      ...(what === 'showLog' || sandbox === undefined ? [] : [{ sandboxId: sandbox.profile.id, what }]),
    );
}

/** Creates the reporter. */
export function createReport(log: Log): Report {
  return (error, retry) => {
    const failure = toFailure(error);
    const sandbox = sandboxOf(error) ?? sandboxOf(failure);
    const name = sandbox?.profile.name ?? 'OpenCode Sandbox';
    const cause = failure.cause instanceof Error ? ` (${failure.cause.stack ?? failure.cause.message})` : '';
    log[failure.kind === 'bug' ? 'error' : 'warn'](`${name}: ${failure.message}${cause}`);
    if (failure.kind === 'aborted') return;
    const { message, remedy: what } = explain(failure, name);
    const usable = what === 'retry' && retry === undefined ? 'showLog' : what;
    const label = remedyLabel(usable);
    void showError(message, label).then((chosen) => {
      if (chosen === label) remedy(usable, sandbox, retry ?? (() => {}));
    });
  };
}
