import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../core/emitter.js';
import type { COMMANDS } from './contributed.js';
import { commandId, VIEWS, type ArgumentsOf, type CommandFeature, type CommandName } from './ids.js';
import type { Log } from './log.js';
import { showProgress } from './progress.js';

/** A command handler; it validates its arguments, which are untrusted. */
export type Handler = (...args: readonly unknown[]) => unknown;

/** A handler for every command of a feature; a missing one does not compile. */
export type CommandHandlers<F extends CommandFeature> = { readonly [N in keyof (typeof COMMANDS)[F]]: Handler };

/** Reports a failure to the user; `retry` is offered if it may help. */
export type Report = (error: unknown, retry?: () => void) => void;

/** Registers and runs commands, and reports their errors. */
export interface Commands extends Disposable {
  /** Registers all commands of a feature. */
  register<F extends CommandFeature>(feature: F, handlers: CommandHandlers<F>): Disposable;
  run: typeof runCommand;
  /** Runs other work (a click, a notification's button) with the same error handling as a command. */
  runWithErrorHandling(what: string, work: () => unknown): Promise<unknown>;
}

/** Runs a command of the extension. Its errors are reported; the promise always resolves. */
export const runCommand = async <N extends CommandName>(name: N, ...args: ArgumentsOf<N>): Promise<unknown> =>
  vscode.commands.executeCommand(commandId(name), ...args);

/** Creates a `vscode.Command` for a button, a link or a tree item. */
export const commandLink = <N extends CommandName>(
  name: N,
  title: string,
  ...args: ArgumentsOf<N>
): vscode.Command => ({ command: commandId(name), title, arguments: [...args] });

/** Wraps a handler to show progress in the sessions view. */
export const withViewProgress =
  (handler: Handler): Handler =>
  (...args) =>
    showProgress({ location: { viewId: VIEWS.sessions } }, async () => handler(...args));

/** Creates the registry. Errors of handlers are reported here, so that they need no `try`; Retry runs the handler again. */
export function createCommands(log: Log, report: Report): Commands {
  const bag = createBag();
  const runWithErrorHandling = async (what: string, work: () => unknown): Promise<unknown> => {
    const started = performance.now();
    try {
      const result = await work();
      log.debug(`${what}: ${Math.round(performance.now() - started)} ms`);
      return result;
    } catch (error) {
      report(error, () => void runWithErrorHandling(what, work));
      return undefined;
    }
  };
  return {
    register: (_feature, handlers) =>
      createBag(
        ...Object.entries<Handler>(handlers).map(([name, handler]) =>
          bag.add(
            vscode.commands.registerCommand(commandId(name as CommandName), (...args: readonly unknown[]) =>
              runWithErrorHandling(name, () => handler(...args)),
            ),
          ),
        ),
      ),
    run: runCommand,
    runWithErrorHandling,
    dispose: () => bag.dispose(),
  };
}
