import { existsSync, readFileSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OutboxStorage } from '../../../core/sandbox/sandbox.js';
import type { SandboxId } from '../../../shared/model/ids.js';
import type { PendingPrompt } from '../../../shared/model/pending.js';

/** A process that owns prompts, and how others detect that it runs. */
export interface Owner {
  readonly pid: number;
  alive(pid: number): boolean;
  now(): number;
}

/** Interval in ms of signs of life of a window with unsent prompts. */
const TOUCH_MS = 15_000;
/** Checks (one a second) without such a sign, after which a file counts as abandoned although its process seems to run. */
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

const read = (file: string): readonly PendingPrompt[] => {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return Array.isArray(value) ? (value as readonly PendingPrompt[]) : [];
  } catch {
    return [];
  }
};

/**
 * A sandbox's unsent prompts, a file for each window (extension host) that looks after some: windows on one folder share
 * what VS Code remembers for it, and the last that writes would take the others' prompts away.
 * Who finds the file of a window that is gone renames it to its own, which only one of many can.
 */
export function outboxFiles(folder: string, id: SandboxId, owner: Owner = thisProcess): OutboxFiles {
  const name = encodeURIComponent(id);
  const own = join(folder, `${name}@${owner.pid}.json`);
  let begun = false;
  const taken: string[] = [];
  let last: Promise<void> = Promise.resolve();

  /** When each file of another window was last touched, and how often that was seen. */
  const seen = new Map<string, { readonly touched: number; readonly looks: number }>();
  let touching: NodeJS.Timeout | undefined;

  /**
   * Whether its window still looks after it. Its process id may be another process's by now, so a window touches its file;
   * looks are counted, not time: after a sleep, or a jump of the clock, the file of every living window seems old.
   */
  const looked = (file: string, pid: number): boolean => {
    try {
      if (!owner.alive(pid)) return false;
      const touched = statSync(file).mtimeMs;
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
    // Nothing may keep the extension host alive.
    touching?.unref();
  };
  const find = (): readonly { readonly file: string; readonly pid: number }[] =>
    (existsSync(folder) ? readdirSync(folder) : []).flatMap((entry) => {
      const [, box, pid] = /^(.+)@(\d+)(?:-\d+)?\.json$/.exec(entry) ?? [];
      return box === name ? [{ file: join(folder, entry), pid: Number(pid) }] : [];
    });

  /** Makes a file ours, with what its window left; one that another was quicker with reads as empty. */
  const ours = (file: string): string => {
    const mine = join(folder, `${name}@${owner.pid}-${owner.now()}${taken.length}.json`);
    try {
      renameSync(file, mine);
      taken.push(mine);
    } catch {
      // Another window owns it now.
    }
    return mine;
  };

  const write = async (pending: readonly PendingPrompt[]): Promise<void> => {
    if (pending.length === 0) await rm(own, { force: true });
    else {
      await mkdir(folder, { recursive: true });
      await writeFile(`${own}.new`, JSON.stringify(pending), { mode: 0o600 });
      await rename(`${own}.new`, own);
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
        else if (pid !== owner.pid || !begun) prompts.push(...read(pid === owner.pid ? file : ours(file)));
      }
      begun = true;
      return { prompts, others };
    },
    save: (pending) => (last = last.catch(() => {}).then(() => write(pending))),
    forget() {
      touch(false);
      for (const { file, pid } of find()) if (pid === owner.pid) rmSync(file, { force: true });
      taken.length = 0;
    },
  };
}
