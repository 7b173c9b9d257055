import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../core/emitter.js';
import { commandId, VIEWS, type CommandName } from './ids.js';
import type { Log } from './log.js';
import type { Report } from '../services/errorReporter.js';
import { showProgress } from './progress.js';

/** What a command does; its arguments come from anywhere and are checked by it. */
export type Handler = (...args: readonly unknown[]) => unknown;

/** The one door for commands. */
export interface Commands extends Disposable {
  /** Names registered so far. */
  readonly registered: readonly CommandName[];
  /** `busy`: the sessions view shows that something is going on. */
  register(name: CommandName, handler: Handler, options?: { readonly busy?: boolean }): Disposable;
  run(name: CommandName, ...args: readonly unknown[]): Promise<unknown>;
  /** Does other work (a click, a notification's button) with the same care. */
  guard(what: string, work: () => unknown): Promise<unknown>;
}

const busily = async (work: () => Promise<unknown>): Promise<unknown> =>
  showProgress({ location: { viewId: VIEWS.sessions } }, work);

/** Makes the door. A handler has no `try`: what it throws is reported here, and Retry runs it again. */
export function createCommands(log: Log, report: Report): Commands {
  const bag = createBag();
  const registered: CommandName[] = [];
  const guard = async (what: string, work: () => unknown, busy = false): Promise<unknown> => {
    const started = performance.now();
    try {
      const result = await (busy ? busily(async () => work()) : work());
      log.debug(`${what}: ${Math.round(performance.now() - started)} ms`);
      return result;
    } catch (error) {
      report(error, () => void guard(what, work, busy));
      return undefined;
    }
  };
  return {
    registered,
    register(name, handler, options = {}) {
      registered.push(name);
      return bag.add(
        vscode.commands.registerCommand(commandId(name), (...args: readonly unknown[]) =>
          guard(name, () => handler(...args), options.busy),
        ),
      );
    },
    run: async (name, ...args) => vscode.commands.executeCommand(commandId(name), ...args),
    guard,
    dispose: () => bag.dispose(),
  };
}
