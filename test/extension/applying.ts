// Plans and applies changes in a folder of its own, created and removed around each test of a suite.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { contentOf, type Content } from '../../src/core/changes/content.js';
import { plan, type Disk, type PlanEntry } from '../../src/core/changes/plan.js';
import { readLocal } from '../../src/host/features/changes/local.js';
import { perform, type ApplyReport } from '../../src/host/features/changes/applyPlan.js';
import { makeTemp, removeTemp } from '../support/temp.js';

const disk: Disk = { windows: false, caseInsensitive: false };

/** What a file holds; undefined: there is none. */
export type Side = string | Uint8Array | undefined;

const content = (side: Side): Content => contentOf(side === undefined ? undefined : Buffer.from(side as never));
export const latin = (value: Side): string => Buffer.from(value as never).toString('latin1');

/** The fixture of such a suite. */
export interface Applying {
  root(): string;
  write(name: string, value: Side): void;
  /** Every file's bytes by its path. */
  tree(below?: string): Record<string, string>;
  planned(changes: Record<string, readonly [Side, Side]>): Promise<readonly PlanEntry[]>;
  apply(changes: Record<string, readonly [Side, Side]>, signal?: AbortSignal): Promise<ApplyReport>;
}

/** Call this in a suite. */
export function applying(): Applying {
  let root: string;
  beforeEach(() => {
    root = makeTemp('apply');
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    removeTemp(root);
  });

  const write = (name: string, value: Side): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), value as never);
  };
  const tree = (below = ''): Record<string, string> =>
    Object.fromEntries(
      readdirSync(join(root, below)).flatMap((name): [string, string][] => {
        const path = below === '' ? name : `${below}/${name}`;
        return statSync(join(root, path)).isDirectory()
          ? Object.entries(tree(path))
          : [[path, readFileSync(join(root, path)).toString('latin1')]];
      }),
    );
  const planned = async (changes: Record<string, readonly [Side, Side]>): Promise<readonly PlanEntry[]> =>
    plan(
      await Promise.all(
        Object.entries(changes).map(async ([path, [before, after]]) => ({
          path,
          before: content(before),
          after: content(after),
          local: await readLocal(root, path),
        })),
      ),
      disk,
    );
  const apply = async (changes: Record<string, readonly [Side, Side]>, signal?: AbortSignal): Promise<ApplyReport> =>
    perform(vscode.Uri.file(root), await planned(changes), signal);
  return { root: () => root, write, tree, planned, apply };
}
