// Windows as processes: prompts are written, windows killed and reopened, and their promises recorded.
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { until } from '../../../support/temp.js';
import type { FromWindow, ToWindow, WindowStart } from './messages.js';

/** Outcome of the prompts, as reported by the windows. */
export interface Promises {
  /** Every text that was written into a window. */
  readonly written: Map<string, string>;
  /** Those that have to be on the server. */
  readonly due: Set<string>;
  /** Accepted while the disk was full; lost with their window. */
  readonly atRisk: Map<string, Window>;
  /** Returned to the user, with the reason. */
  readonly failed: Map<string, string>;
}

/** One window; the process behind it changes. */
export interface Window {
  readonly isOpen: boolean;
  /** Its pending prompts as last reported; more than any limit before the first report. */
  readonly waiting: number;
  tell(message: ToWindow): void;
  /** Requests its status; undefined if it is killed in the meantime. */
  report(): Promise<Extract<FromWindow, { type: 'report' }> | undefined>;
  open(): void;
  /** Kills it with SIGKILL, without a chance to clean up. */
  kill(): Promise<void>;
}

export const createPromises = (): Promises => ({
  written: new Map(),
  due: new Set(),
  atRisk: new Map(),
  failed: new Map(),
});

/** Creates and opens a window. */
export function createWindow(start: WindowStart, promises: Promises): Window {
  const program = join('out/test/integration/soak/chaos/window.process.mjs');
  let child: ChildProcess | undefined;
  let last: Extract<FromWindow, { type: 'report' }> | undefined;
  let reports = 0;
  const hear = (message: FromWindow): void => {
    switch (message.type) {
      case 'accepted':
        if (message.isKept) promises.due.add(message.text);
        else promises.atRisk.set(message.text, window);
        return;
      case 'kept':
        promises.atRisk.delete(message.text);
        promises.due.add(message.text);
        return;
      case 'failed':
        promises.failed.set(message.text, message.reason);
        return;
      case 'report':
        last = message;
        reports++;
    }
  };
  const window: Window = {
    get isOpen() {
      return child !== undefined;
    },
    get waiting() {
      return last?.pending.length ?? Infinity;
    },
    tell: (message) => void (child?.connected === true && child.send(message, () => undefined)),
    async report() {
      const before = reports;
      const asked = child;
      window.tell({ type: 'report' });
      await until('a report', () => reports > before || child !== asked || child === undefined, 60_000);
      return child === asked ? last : undefined;
    },
    open() {
      const made = fork(program, [JSON.stringify(start)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
      made.on('message', hear);
      made.once('exit', () => {
        if (child === made) child = undefined;
      });
      child = made;
      last = undefined;
    },
    async kill() {
      const killed = child;
      if (killed === undefined) return;
      // All its output is read before it counts as exited.
      const gone = new Promise((resolve) => killed.once('close', resolve));
      killed.kill('SIGKILL');
      await gone;
    },
  };
  window.open();
  return window;
}
