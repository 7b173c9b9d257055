import * as vscode from 'vscode';
import { fileNameFor } from '../../../core/changes/fileNames.js';
import { visiblePath } from '../../../shared/text/invisible.js';
import { bytesOf, type Content } from '../../../core/changes/content.js';
import type { PlanEntry } from '../../../core/changes/plan.js';
import type { ChangedFile, ChangeSpan } from '../../../core/changes/changeSet.js';
import { type Mapping } from './folderMapping.js';
import { pageText } from './pages.js';
import { sideUri } from './diffDocuments.js';
import { readReviewPage, REVIEW_PAGE, type ReviewPage } from '../../../core/changes/reviewPage.js';
import { withCancel } from '../../vscode/progress.js';
import { showInfo, showWarning } from '../../vscode/notifications.js';
import type { SandboxChanges } from './sandboxChanges.js';
import { nameOfPath } from '../../../shared/sandboxPath.js';

/** The label of a scope. */
const spanText = (span: ChangeSpan): string =>
  ({
    session: vscode.l10n.t('since the session began'),
    turn: vscode.l10n.t('last turn'),
    head: vscode.l10n.t('working tree against HEAD'),
    branch: vscode.l10n.t('branch against its base'),
  })[span];

/** The title of a review's tab. */
export const reviewTitle = (set: SandboxChanges, title: string): string =>
  `${visiblePath(title)} (${spanText(set.span)})`;

/** Runs background work and handles its errors. */
export type Aside = (work: () => Promise<unknown>) => void;

/** Opens the multi-file diff editor on a page of a set; a renamed file is one entry with the old path on its left. */
export async function openReview(set: SandboxChanges, title: string, aside: Aside, first = 0): Promise<void> {
  const renamed = await set.renames();
  const gone = new Set(renamed.values());
  const files = set.files.slice(first, first + REVIEW_PAGE);
  const page = await withCancel(vscode.l10n.t('Reading changes'), (signal, step) => {
    let done = 0;
    return readReviewPage(files, signal, () => step(++done, files.length));
  });
  const resources = page.shown
    .filter((file) => !gone.has(file.path))
    .map((file): [vscode.Uri, vscode.Uri | undefined, vscode.Uri | undefined] => {
      const old = set.file(renamed.get(file.path) ?? '');
      const before =
        old === undefined
          ? file.status === 'added'
            ? undefined
            : sideUri(set, file, 'before')
          : sideUri(set, old, 'before');
      const after = file.status === 'deleted' ? undefined : sideUri(set, file, 'after');
      return [after ?? before ?? sideUri(set, file, 'after'), before, after];
    });
  if (resources.length > 0) {
    const range = pageText(set, first, REVIEW_PAGE);
    const name = range === undefined ? reviewTitle(set, title) : `${reviewTitle(set, title)} ${range}`;
    await vscode.commands.executeCommand('vscode.changes', name, resources);
  }
  reportHidden(page, set, first, (next) => aside(() => openReview(set, title, aside, next)));
}

const LISTED = 5;
const namesOf = (files: readonly ChangedFile[]): string =>
  [...files.slice(0, LISTED).map(({ path }) => visiblePath(path)), ...(files.length > LISTED ? ['…'] : [])].join(', ');

/** Reports what the review does not show: unreadable files, files that a diff editor cannot show, and the next page. */
function reportHidden(
  { unread, hidden }: ReviewPage,
  set: SandboxChanges,
  first: number,
  open: (first: number) => void,
): void {
  const retry = vscode.l10n.t('Retry');
  const more = vscode.l10n.t('Next Files');
  const next = first + REVIEW_PAGE;
  const range = pageText(set, first, REVIEW_PAGE);
  const total = Math.min(REVIEW_PAGE, set.files.length - first);
  const parts = [
    ...(range === undefined ? [] : [vscode.l10n.t('The review shows {0}.', range)]),
    ...(unread.length === 0
      ? []
      : [vscode.l10n.t('{0} of {1} files could not be read: {2}.', unread.length, total, namesOf(unread))]),
    ...(hidden.length === 0
      ? []
      : [
          vscode.l10n.t(
            'Not shown, because they are binary, very large, or a version of them is not available: {0}.',
            namesOf(hidden.map(({ file }) => file)),
          ),
        ]),
  ];
  if (parts.length === 0) return;
  const buttons = [...(unread.length > 0 ? [retry] : []), ...(next < set.files.length ? [more] : [])];
  const show = unread.length > 0 ? showWarning : showInfo;
  void show(parts.join(' '), ...buttons).then((answer) => {
    if (answer === retry) open(first);
    if (answer === more) open(next);
  });
}

/** Opens the diff of one file; binary content is reported and offered as a download. */
export async function openChange(set: SandboxChanges, file: ChangedFile): Promise<void> {
  const old = set.file((await set.renames()).get(file.path) ?? '');
  const sides = { after: (await file.sides()).after, before: (await (old ?? file).sides()).before };
  const name = old === undefined ? visiblePath(file.path) : `${visiblePath(old.path)} → ${visiblePath(file.path)}`;
  const title = `${name} (${spanText(set.span)})`;
  // The server has no earlier version of binary content, but the current one can be downloaded.
  if (sides.before.kind === 'binary' || sides.after.kind === 'binary') {
    const download = vscode.l10n.t('Download…');
    const offer = file.status === 'deleted' ? [] : [download];
    const answer = await showInfo(
      vscode.l10n.t('{0} is binary or larger than 5 MB, so it is not shown side by side.', visiblePath(file.path)),
      ...offer,
    );
    if (answer === download) await downloadContent(file.path, sides.after);
    return;
  }
  const missing = [sides.after, sides.before].find((side) => side.kind === 'unknown');
  if (missing?.kind === 'unknown') {
    const why = vscode.l10n.t(missing.reason);
    void showWarning(vscode.l10n.t("The change of {0} can't be shown: {1}.", visiblePath(file.path), why));
    return;
  }
  await vscode.commands.executeCommand(
    'vscode.diff',
    sideUri(set, old ?? file, 'before'),
    sideUri(set, file, 'after'),
    title,
    { preview: true },
  );
}

/** Saves content to a location that the user chooses; the name is a suggestion. */
export async function downloadContent(path: string, content: Content): Promise<void> {
  const bytes = bytesOf(content);
  if (bytes === undefined) return;
  const name = fileNameFor(nameOfPath(path), 'download');
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const uri = await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Download File from Sandbox'),
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
  });
  if (uri !== undefined) await vscode.workspace.fs.writeFile(uri, bytes);
}

const localUri = (mapping: Mapping, path: string): vscode.Uri =>
  vscode.Uri.joinPath(mapping.folder.uri, ...path.split('/'));
const changedFile = (set: SandboxChanges, mapping: Mapping, path: string): ChangedFile | undefined =>
  set.file(mapping.prefix + path);

/** Compares the local content with the sandbox's. */
export async function previewEntry(set: SandboxChanges, mapping: Mapping, entry: PlanEntry): Promise<void> {
  const file = changedFile(set, mapping, entry.path);
  if (file === undefined) return;
  if (entry.local.kind === 'absent' || file.status === 'deleted') {
    await openChange(set, file);
    return;
  }
  const title = vscode.l10n.t('{0} (local ↔ sandbox)', visiblePath(entry.path));
  await vscode.commands.executeCommand(
    'vscode.diff',
    localUri(mapping, entry.path),
    sideUri(set, file, 'after'),
    title,
    { preview: true },
  );
}

/** Opens conflicts: one file in the merge editor if possible, several side by side. */
export async function showConflicts(
  set: SandboxChanges,
  mapping: Mapping,
  conflicts: readonly PlanEntry[],
): Promise<void> {
  const [only] = conflicts;
  if (conflicts.length === 1 && only !== undefined) {
    await openConflict(set, mapping, only);
    return;
  }
  const resources = conflicts.flatMap((entry) => {
    const file = changedFile(set, mapping, entry.path);
    if (file === undefined) return [];
    const local = localUri(mapping, entry.path);
    return [
      [
        local,
        entry.local.kind === 'absent' ? undefined : local,
        file.status === 'deleted' ? undefined : sideUri(set, file, 'after'),
      ],
    ];
  });
  await vscode.commands.executeCommand('vscode.changes', vscode.l10n.t('Conflicts (local ↔ sandbox)'), resources);
}

async function openConflict(set: SandboxChanges, mapping: Mapping, entry: PlanEntry): Promise<void> {
  const file = changedFile(set, mapping, entry.path);
  const mergeable =
    entry.local.kind === 'text' && entry.before.kind === 'text' && entry.after.kind === 'text' && !entry.unsaved;
  if (file === undefined || !mergeable || entry.from !== undefined) {
    await previewEntry(set, mapping, entry);
    return;
  }
  const local = localUri(mapping, entry.path);
  try {
    // An internal command of VS Code's Git extension: fall back to the diff.
    await vscode.commands.executeCommand('_open.mergeEditor', {
      base: sideUri(set, file, 'before'),
      input1: {
        uri: sideUri(set, file, 'after'),
        title: vscode.l10n.t('Sandbox'),
        description: set.sandbox.profile.name,
      },
      input2: { uri: local, title: vscode.l10n.t('Local'), description: mapping.folder.name },
      output: local,
    });
  } catch {
    await previewEntry(set, mapping, entry);
  }
}
