// Shared by scenarios about changes.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { gitEnvironment, type Repository } from '../../support/repository.js';
import type { Fixture } from '../fixture.js';
import type { Version } from '../versions.js';

/** Actions for a fixture with a repository in the sandbox and a local copy. */
export interface Actions {
  fixture(): Fixture;
  readonly version: Version;
  /** The repository in the sandbox. */
  remote(): Repository;
  /** The folder of the copy. */
  local(): string;
  /** Runs git in the copy. */
  git(...args: string[]): string;
  /** A file of the copy, byte by byte. */
  read(name: string): string;
  there(name: string): boolean;
  say(text: string): Promise<void>;
  closeAll(): Promise<void>;
  /** Presses OK of the list that is open. */
  accept(): Promise<void>;
  ticked(text: string | RegExp): Promise<boolean>;
  picked(text: string | RegExp): Locator;
}

export function actionsOf(
  fixture: () => Fixture,
  remote: () => Repository,
  local: () => string,
  version: Version,
): Actions {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: local(), encoding: 'utf8', env: { ...process.env, ...gitEnvironment } });
  const read = (name: string): string => readFileSync(join(local(), name), 'latin1');
  const there = (name: string): boolean => existsSync(join(local(), name));
  const say = async (text: string): Promise<void> => {
    const chat = fixture().window.chat();
    await chat.getByRole('textbox', { name: 'Message' }).fill(text);
    await chat.getByRole('button', { name: 'Send', exact: true }).click();
  };
  const closeAll = (): Promise<void> => fixture().window.command('View: Close All Editors');
  const accept = (): Promise<void> => fixture().window.page.getByRole('button', { name: 'OK', exact: true }).click();
  const ticked = async (text: string | RegExp): Promise<boolean> =>
    (await picked(text).getAttribute('aria-checked')) === 'true';
  const picked = (text: string | RegExp) => fixture().window.picks(text).first();
  return { fixture, version, remote, local, git, read, there, say, closeAll, accept, ticked, picked };
}
