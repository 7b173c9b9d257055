import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../core/emitter.js';
import type { COMMANDS } from './contributed.js';
import { commandId, VIEWS, type ArgumentsOf, type CommandFeature, type CommandName } from './ids.js';
import type { Log } from './log.js';
import { showProgress } from './progress.js';

/** What a command does; its arguments come from anywhere and are checked by it. */
export type Handler = (...args: readonly unknown[]) => unknown;

/** A handler for every command of a feature; a missing one does not compile. */
export type CommandHandlers<F extends CommandFeature> = { readonly [N in keyof (typeof COMMANDS)[F]]: Handler };

/** Tells the user of a failure; `retry` is offered where it may help. */
export type Report = (error: unknown, retry?: () => void) => void;

/** Registers and runs commands, and reports what they throw. */
export interface Commands extends Disposable {
  /** Registers all commands of a feature. */
  register<F extends CommandFeature>(feature: F, handlers: CommandHandlers<F>): Disposable;
  run: typeof runCommand;
  /** Does other work (a click, a notification's button) with the same care. */
  guard(what: string, work: () => unknown): Promise<unknown>;
}

/** Runs a command of ours. What it throws is reported there: the promise resolves in any case. */
export const runCommand = async <N extends CommandName>(name: N, ...args: ArgumentsOf<N>): Promise<unknown> =>
  vscode.commands.executeCommand(commandId(name), ...args);

/** A command of ours for a button, a link or a row of a tree. */
export const commandLink = <N extends CommandName>(
  name: N,
  title: string,
  ...args: ArgumentsOf<N>
): vscode.Command => ({ command: commandId(name), title, arguments: [...args] });

/** The same handler; the sessions view shows that something is going on. */
export const withViewProgress =
  (handler: Handler): Handler =>
  (...args) =>
    showProgress({ location: { viewId: VIEWS.sessions } }, async () => handler(...args));

/** Makes the registry. A handler has no `try`: what it throws is reported here, and Retry runs it again. */
export function createCommands(log: Log, report: Report): Commands {
  const bag = createBag();
  const guard = async (what: string, work: () => unknown): Promise<unknown> => {
    const started = performance.now();
    try {
      const result = await work();
      log.debug(`${what}: ${Math.round(performance.now() - started)} ms`);
      return result;
    } catch (error) {
      report(error, () => void guard(what, work));
      return undefined;
    }
  };
  return {
    register: (_feature, handlers) =>
      createBag(
        ...Object.entries<Handler>(handlers).map(([name, handler]) =>
          bag.add(
            vscode.commands.registerCommand(commandId(name as CommandName), (...args: readonly unknown[]) =>
              guard(name, () => handler(...args)),
            ),
          ),
        ),
      ),
    run: runCommand,
    guard,
    dispose: () => bag.dispose(),
  };
}
