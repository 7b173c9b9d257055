import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutboxStorage } from '../../../core/sandbox/sandbox.js';
import type { SandboxId } from '../../../shared/model/ids.js';
import type { PendingPrompt } from '../../../shared/model/pending.js';

/** A process that owns prompts, and the check whether a process is running. */
export interface Owner {
  readonly pid: number;
  alive(pid: number): boolean;
  now(): number;
}

/** Interval in ms at which a window with unsent prompts touches its file. */
const TOUCH_MS = 15_000;
/**
 * Number of checks (one per second) without a touch after which a file counts as abandoned, even if its process seems
 * to run.
 */
export const MAX_LOOKS = 120;

/** Unsent prompts in files; `forget` deletes those of a sandbox. */
export interface OutboxFiles extends OutboxStorage {
  forget(): void;
}

/** This extension host. */
export const thisProcess: Owner = {
  pid: process.pid,
  alive(pid) {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
  },
  now: Date.now,
};

/** Reads the prompts of a file; undefined if it is missing or incomplete. */
const read = (file: string): readonly PendingPrompt[] | undefined => {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(value) ? (value as readonly PendingPrompt[]) : undefined;
  } catch {
    return undefined;
  }
};

/** Temporary name of a file until it is written completely. */
const partial = (file: string): string => `${file}.new`;

/**
 * Completes a write during which a window was killed: a complete temporary file replaces the file before a window
 * adopts it.
 */
function finishWrite(file: string): void {
  try {
    if (read(partial(file)) === undefined) rmSync(partial(file), { force: true });
    else renameSync(partial(file), file);
  } catch {
    // Another window was faster.
  }
}

/** Time of the last write of a file or its temporary file, in ms since 1970. */
const touchedAt = (file: string): number | undefined =>
  (statSync(file, { throwIfNoEntry: false }) ?? statSync(partial(file), { throwIfNoEntry: false }))?.mtimeMs;

/**
 * Stores a sandbox's unsent prompts in one file per window (extension host). Windows with the same folder share VS
 * Code's workspace state, so that the last writer would delete the prompts of the others. A window adopts the file of a
 * closed one by renaming it, which only one of several can do.
 */
export function outboxFiles(folder: string, id: SandboxId, owner: Owner = thisProcess): OutboxFiles {
  const name = encodeURIComponent(id);
  const own = join(folder, `${name}@${owner.pid}.json`);
  let begun = false;
  const taken: string[] = [];
  let last: Promise<void> = Promise.resolve();

  /** When each file of another window was last touched, and the number of checks since then. */
  const seen = new Map<string, { readonly touched: number; readonly looks: number }>();
  let touching: NodeJS.Timeout | undefined;

  /**
   * Whether the window of a file is still running. Its process ID may have been reused, so a window touches its file.
   * Checks are counted instead of time, because after a sleep, or a clock change, every file seems old.
   */
  const looked = (file: string, pid: number): boolean => {
    try {
      if (!owner.alive(pid)) return false;
      const touched = touchedAt(file);
      if (touched === undefined) return false;
      const known = seen.get(file);
      const looks = known?.touched === touched ? known.looks + 1 : 1;
      seen.set(file, { touched, looks });
      return looks <= MAX_LOOKS;
    } catch {
      return false;
    }
  };
  /** Touches the file periodically while it exists. */
  const touch = (isKept: boolean): void => {
    if (isKept === (touching !== undefined)) return;
    clearInterval(touching);
    const now = (): Date => new Date(owner.now());
    touching = isKept ? setInterval(() => void utimes(own, now(), now()).catch(() => {}), TOUCH_MS) : undefined;
    // The timer must not keep the extension host alive.
    touching?.unref();
  };
  const find = (): readonly { readonly file: string; readonly pid: number }[] => {
    const entries = existsSync(folder) ? readdirSync(folder) : [];
    return [...new Set(entries.map((entry) => entry.replace(/\.new$/, '')))].flatMap((entry) => {
      const [, box, pid] = /^(.+)@(\d+)(?:-\d+)?\.json$/.exec(entry) ?? [];
      return box === name ? [{ file: join(folder, entry), pid: Number(pid) }] : [];
    });
  };

  /** Adopts a file and returns its path; undefined if another window was faster. */
  const adopt = (file: string): string => {
    finishWrite(file);
    if (file === own) return own;
    const mine = join(folder, `${name}@${owner.pid}-${owner.now()}${taken.length}.json`);
    try {
      renameSync(file, mine);
      taken.push(mine);
    } catch {
      // Another window has adopted it.
    }
    return mine;
  };

  const write = async (pending: readonly PendingPrompt[]): Promise<void> => {
    if (pending.length === 0) await rm(own, { force: true });
    else {
      await mkdir(folder, { recursive: true });
      await writeFile(partial(own), JSON.stringify(pending), { mode: 0o600 });
      await rename(partial(own), own);
    }
    touch(pending.length > 0);
    for (const file of taken.splice(0)) await rm(file, { force: true });
  };

  return {
    claim() {
      let others = false;
      const prompts: PendingPrompt[] = [];
      for (const { file, pid } of find()) {
        if (pid !== owner.pid && looked(file, pid)) others = true;
        else if (pid !== owner.pid || !begun) prompts.push(...(read(adopt(file)) ?? []));
      }
      begun = true;
      return { prompts, others };
    },
    save: (pending) => (last = last.catch(() => {}).then(() => write(pending))),
    forget() {
      touch(false);
      for (const { file, pid } of find())
        if (pid === owner.pid) for (const each of [file, partial(file)]) rmSync(each, { force: true });
      taken.length = 0;
    },
  };
}
