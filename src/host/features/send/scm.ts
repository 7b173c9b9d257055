import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import { fenced } from '../../../shared/text/fenced.js';
import type { Skipped, SendPayload } from '../../../core/send/sendPayload.js';
import { git, gitText } from '../../platform/node/git.js';
import { readLocalChanges, type LocalChange } from '../../platform/node/workingTree/localChanges.js';
import { diskFolder, diskPath, isOnDisk } from '../../platform/node/diskPath.js';

const { l10n } = vscode;

/** Size limit of an attached diff, in bytes; a larger one is better sent as changes. */
const MAX_DIFF_BYTES = 512 * 1024;

const resourcesOf = (arg: unknown): readonly vscode.Uri[] => {
  if (typeof arg !== 'object' || arg === null) return [];
  if ('resourceUri' in arg && arg.resourceUri instanceof vscode.Uri) return [arg.resourceUri];
  return 'resourceStates' in arg && Array.isArray(arg.resourceStates) ? arg.resourceStates.flatMap(resourcesOf) : [];
};

const rootOf = (arg: unknown): vscode.Uri | undefined =>
  typeof arg === 'object' && arg !== null && 'rootUri' in arg && arg.rootUri instanceof vscode.Uri
    ? arg.rootUri
    : undefined;

/** The repository root: that of the given files or provider, of the open file, or of the workspace. */
async function repositoryOf(root: vscode.Uri | undefined, files: readonly vscode.Uri[]): Promise<string> {
  const open = vscode.window.activeTextEditor?.document.uri;
  const file = files[0] ?? (open !== undefined && isOnDisk(open) ? open : undefined);
  const folder = root ?? vscode.workspace.workspaceFolders?.[0]?.uri;
  const start =
    root === undefined && file !== undefined ? diskFolder(file) : folder === undefined ? undefined : diskPath(folder);
  if (!vscode.workspace.isTrusted)
    throw new Failure('rejected', l10n.t('Trust this workspace first: Git does not run in untrusted workspaces.'));
  const top = start === undefined ? undefined : await git(start, ['rev-parse', '--show-toplevel']);
  if (top?.code !== 0) throw new Failure('rejected', l10n.t('There is no Git repository here.'));
  return top.stdout.toString('utf8').trimEnd();
}

const isBinary = ({ patch }: LocalChange): boolean => /^(GIT binary patch|Binary files )/m.test(patch);

/** Why a change is skipped; sensitive files are included if the user selected them. */
function whyNot({ problem, caution }: LocalChange, isNamed: boolean): string | undefined {
  const why = problem ?? (isNamed ? undefined : caution);
  return why === undefined ? undefined : l10n.t(why);
}

/** Local changes against HEAD as a diff, of the files or groups that a menu was opened on, or of all files. */
export async function changesParcel(args: readonly unknown[]): Promise<SendPayload> {
  const files = args.flatMap(resourcesOf);
  const top = await repositoryOf(
    args.map(rootOf).find((uri) => uri !== undefined),
    files,
  );
  const wanted = new Set(
    files.map((uri) =>
      diskPath(uri)
        .slice(top.length + 1)
        .replaceAll('\\', '/'),
    ),
  );
  const all = (await readLocalChanges(top)).filter(({ path }) => wanted.size === 0 || wanted.has(path));
  if (all.length === 0) throw new Failure('rejected', l10n.t('There are no local changes to send.'));
  const leftOut: Skipped[] = [];
  const taken: LocalChange[] = [];
  let size = 0;
  for (const change of all) {
    const why = isBinary(change)
      ? l10n.t('not text')
      : (whyNot(change, wanted.size > 0) ??
        (size + change.bytes > MAX_DIFF_BYTES ? l10n.t('the diff is larger than 512 kB') : undefined));
    if (why !== undefined) leftOut.push({ name: change.path, why });
    else {
      taken.push(change);
      size += change.bytes;
    }
  }
  const what =
    all.length === 1 ? l10n.t('the changes of {0}', all[0]?.path ?? '') : l10n.t('{0} changed files', all.length);
  const attachments = taken.map(({ path, patch, bytes }) => ({
    kind: 'text' as const,
    name: path,
    text: `Uncommitted changes of \`${path}\`:\n\n${fenced(patch, 'diff')}`,
    size: bytes,
  }));
  return { what, attachments, leftOut };
}

/** The default branch: the head of the remote, otherwise `main` or `master`. */
async function trunkOf(top: string): Promise<string | undefined> {
  const head = await git(top, ['symbolic-ref', '--short', '-q', 'refs/remotes/origin/HEAD']);
  const named = head.stdout.toString('utf8').trim();
  for (const name of [...(named === '' ? [] : [named]), 'main', 'master']) {
    const found = await git(top, ['rev-parse', '--verify', '-q', `${name}^{commit}`]);
    if (found.code === 0) return name;
  }
  return undefined;
}

/** Limit of listed commits of a branch. */
const COMMITS = 200;

/** The current branch as a payload: its commits since the default branch, and their changes. */
export async function branchParcel(args: readonly unknown[]): Promise<SendPayload> {
  const top = await repositoryOf(
    args.map(rootOf).find((uri) => uri !== undefined),
    [],
  );
  const branch = (await gitText(top, ['rev-parse', '--abbrev-ref', 'HEAD'])).trim();
  const trunk = await trunkOf(top);
  const base = trunk === undefined ? undefined : (await gitText(top, ['merge-base', trunk, 'HEAD'])).trim();
  const range = base === undefined ? 'HEAD' : `${base}..HEAD`;
  const commits = (
    await gitText(top, ['log', '--no-color', `--max-count=${COMMITS}`, '--format=%h %s', range])
  ).trimEnd();
  if (commits === '' || base === undefined)
    throw new Failure('rejected', l10n.t('The branch {0} has no commits of its own.', branch));
  const count = Number(await gitText(top, ['rev-list', '--count', range]));
  const diff = await gitText(top, ['diff', '--no-color', '--no-ext-diff', '--no-textconv', range]);
  const fits = diff.length <= MAX_DIFF_BYTES;
  const text = `Branch \`${branch}\`, ${count} commits since \`${trunk}\`:\n\n${fenced(commits, '')}${
    fits ? `\n\n${fenced(diff, 'diff')}` : ''
  }`;
  const what = l10n.t('the branch {0}', branch);
  return {
    what,
    attachments: [{ kind: 'text', name: branch, text, size: new TextEncoder().encode(text).length }],
    leftOut: [
      ...(fits ? [] : [{ name: l10n.t('The diff of {0}', branch), why: l10n.t('the diff is larger than 512 kB') }]),
      ...(count > COMMITS
        ? [
            {
              name: l10n.t('{0} older commits', count - COMMITS),
              why: l10n.t('only the newest {0} are listed', COMMITS),
            },
          ]
        : []),
    ],
  };
}
