import * as vscode from 'vscode';
import { visiblePath } from '../../../shared/text/invisible.js';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { hunkAt, hunksOf, type ChangeHunk } from '../../../core/changes/hunks.js';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { withSandbox } from '../../services/errorReporter.js';
import { deliver } from '../../services/delivery.js';
import type { Services } from '../../services/index.js';
import type { SessionRef } from '../../vscode/storage.js';
import { parseEditorSessionRef, sessionTarget, type Target } from '../../services/commandTarget.js';
import { applyOff, applyOne, applySet, undoLast, type Undo } from './apply.js';
import { withCancel } from '../../vscode/progress.js';
import type { ChangedFile, ChangeSpan } from '../../../core/changes/changeSet.js';
import { createComments } from './comments.js';
import { useGit } from '../../platform/node/git.js';
import { createMappings, type Mapping } from './folderMapping.js';
import { registerOffer } from './offer.js';
import { provideOpenPath } from './openPath.js';
import { pushChanges } from './push.js';
import { pushTarget } from './pushTarget.js';
import { createAppliedFiles } from '../../services/appliedFiles.js';
import { downloadContent, openChange, openReview, reviewTitle, type Aside } from './review.js';
import { saveAsPatch } from './save.js';
import { CHANGE_SCHEME, createSides, sideOf } from './diffDocuments.js';
import { showInfo, showWarning } from '../../vscode/notifications.js';
import type { SandboxChanges } from './sandboxChanges.js';

/** A file of a set that is the target of a command. */
interface FileTarget {
  readonly set: SandboxChanges;
  readonly file: ChangedFile;
}

const say = (message: string): void => void showInfo(message);

/** The Git executable that VS Code's Git extension found, if any. */
async function findGit(): Promise<void> {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): { git: { path: string } } }>('vscode.git');
  if (extension === undefined) return;
  const exported = await extension.activate();
  useGit(exported.getAPI(1).git.path);
}

/** Review, apply and send changes. */
export function register(services: Services): Disposable {
  const { commands, sandboxes, context } = services;
  const sides = createSides(sandboxes);
  const mappings = createMappings(context.workspaceState);
  const applied = createAppliedFiles(context.workspaceState);
  const undo: Undo = { journal: undefined, renamed: new Set(), applied };
  const comments = createComments(sides, (count) => services.setContextKey('hasReviewComments', count > 0));

  // A disabled Git extension has no API: use the Git on the PATH.
  findGit().catch((error: unknown) => services.log.debug(`No Git extension: ${String(error)}`));

  /** Open reviews by the title of their tab: VS Code exposes nothing else of a multi-file diff. */
  const reviews = new Map<string, SessionRef>();

  const target = (arg: unknown): Promise<Target | undefined> =>
    sessionTarget(services, parseEditorSessionRef(arg) ?? reviewed(), vscode.l10n.t('Changes of which session?'));

  const load = (sandbox: Sandbox, session: SessionId, span: ChangeSpan): Promise<SandboxChanges> =>
    withSandbox(sandbox, () =>
      withCancel(vscode.l10n.t('Reading changes'), (signal) => sides.load(sandbox, session, span, signal)),
    );

  const setFor = async (arg: unknown, span: ChangeSpan): Promise<{ set: SandboxChanges; at: Target } | undefined> => {
    const at = await target(arg);
    if (at === undefined) return undefined;
    const set = await load(at.sandbox, at.session.id, span);
    if (set.files.length > 0) return { set, at };
    say(
      span === 'head'
        ? vscode.l10n.t('The sandbox has no uncommitted changes.')
        : span === 'branch'
          ? vscode.l10n.t('The branch in the sandbox has no changes of its own.')
          : vscode.l10n.t('This session changed no files.'),
    );
    return undefined;
  };

  const review = (span: ChangeSpan) => async (arg: unknown) => {
    const found = await setFor(arg, span);
    if (found === undefined) return;
    reviews.set(reviewTitle(found.set, found.at.session.title), {
      sandboxId: found.at.sandbox.profile.id,
      sessionId: found.at.session.id,
    });
    const aside: Aside = (work) => void commands.guard('review', work);
    await openReview(found.set, found.at.session.title, aside);
  };

  /** The session of the active review; VS Code appends the number of files to the title. */
  const reviewed = (): SessionRef | undefined => {
    const label = vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    return [...reviews].find(([title]) => label.startsWith(title))?.[1];
  };
  const tellReview = (): void => services.setContextKey('reviewActive', reviewed() !== undefined);

  /** The file of a tree row, an editor title or the active editor; otherwise the user picks one. */
  const fileTarget = async (arg: unknown): Promise<FileTarget | undefined> => {
    const uri = arg instanceof vscode.Uri ? arg : undefined;
    const ref = sideOf(uri ?? vscode.window.activeTextEditor?.document.uri ?? vscode.Uri.file('/'));
    const named = pathOf(arg);
    if (parseEditorSessionRef(arg) === undefined && ref !== undefined) {
      const set = await sides.setOf(ref);
      const file = set.file(ref.file);
      if (file !== undefined) return { set, file };
    }
    const found = await setFor(arg, 'session');
    if (found === undefined) return undefined;
    const file = named === undefined ? await pickFile(found.set) : found.set.file(named);
    if (named !== undefined && file === undefined)
      throw new Failure('rejected', vscode.l10n.t('{0} is no longer among the changes.', visiblePath(named)));
    return file === undefined ? undefined : { set: found.set, file };
  };

  const mapped = async <T>(set: SandboxChanges, work: (mapping: Mapping) => Promise<T>): Promise<T | undefined> => {
    const off = applyOff();
    if (off !== undefined) {
      void showWarning(off, vscode.l10n.t('Manage Workspace Trust')).then((answer) => {
        if (answer !== undefined) void vscode.commands.executeCommand('workbench.trust.manage');
      });
      return undefined;
    }
    const mapping = await withSandbox(set.sandbox, () => mappings.resolve(set.sandbox, set.root));
    return mapping === undefined ? undefined : work(mapping);
  };

  const applyFileWith = async (
    arg: unknown,
    pieces?: (hunks: readonly ChangeHunk[]) => readonly ChangeHunk[],
  ): Promise<void> => {
    const at = await fileTarget(arg);
    if (at !== undefined) await mapped(at.set, (mapping) => applyOne(at.set, mapping, at.file, undo, pieces));
  };

  const applyHunk = async (arg: unknown): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    const ref = editor === undefined ? undefined : sideOf(editor.document.uri);
    const at = await fileTarget(arg);
    if (at === undefined) return;
    const here = ref?.side === 'after' && ref.file === at.file.path ? editor?.selection : undefined;
    await mapped(at.set, async (mapping) => {
      const chosen = await chooseHunks(at.file, here);
      if (chosen !== undefined)
        await applyOne(at.set, mapping, at.file, undo, (hunks) => hunks.filter((hunk) => chosen.has(hunk.index)));
    });
  };

  const push = async (arg: unknown): Promise<void> => {
    const off = applyOff();
    if (off !== undefined) {
      void showWarning(vscode.l10n.t('Sending local changes is off because this workspace is not trusted.'));
      return;
    }
    const at = await pushTarget(services, parseEditorSessionRef(arg) ?? reviewed());
    if (at === undefined) return;
    const mapping = await withSandbox(at.sandbox, () => mappings.resolve(at.sandbox, at.directory));
    if (mapping !== undefined) await pushChanges(at.sandbox, mapping, applied);
  };

  const sendComments = async (arg: unknown): Promise<void> => {
    const ref = parseEditorSessionRef(arg);
    const side =
      sideOf(vscode.window.activeTextEditor?.document.uri ?? vscode.Uri.file('/')) ?? comments.sessions.at(-1);
    const session = ref?.sessionId ?? side?.sessionId;
    const sandbox = ref === undefined ? sandboxes.named(side?.sandboxId ?? '') : sandboxes.get(ref.sandboxId);
    if (session === undefined || sandbox === undefined) return say(vscode.l10n.t('There are no comments to send.'));
    const text = await comments.take(session);
    if (text === undefined) return say(vscode.l10n.t('There are no comments to send.'));
    await deliver(services, sandbox, session as SessionId, { text, attachments: [] });
  };

  const download = async (arg: unknown): Promise<void> => {
    const at = await fileTarget(arg);
    if (at !== undefined) await downloadContent(at.file.path, (await at.file.sides()).after);
  };

  return createBag(
    sides,
    mappings,
    comments,
    vscode.window.tabGroups.onDidChangeTabs(tellReview),
    vscode.window.tabGroups.onDidChangeTabGroups(tellReview),
    registerOffer(services, mappings, applied),
    provideOpenPath(services, mappings),
    vscode.workspace.registerFileSystemProvider(CHANGE_SCHEME, sides, { isCaseSensitive: true, isReadonly: true }),
    commands.register('changes', {
      reviewChanges: review('session'),
      reviewLastTurn: review('turn'),
      reviewWorkingTree: review('head'),
      reviewBranch: review('branch'),
      async openChange(arg) {
        const at = await fileTarget(arg);
        if (at !== undefined) await openChange(at.set, at.file);
      },
      async applyChanges(arg) {
        const found = await setFor(arg, 'session');
        const aside = (work: () => Promise<unknown>): void => void commands.guard('compare', work);
        if (found !== undefined) await mapped(found.set, (mapping) => applySet(found.set, mapping, undo, aside));
      },
      applyFile: (arg) => applyFileWith(arg),
      applyHunk,
      undoApply: () => undoLast(undo),
      async saveAsPatch(arg) {
        const found = await setFor(arg, 'session');
        if (found !== undefined) await saveAsPatch(found.set, found.at.session.title);
      },
      downloadFile: download,
      async mapSandboxFolder(arg) {
        const at = await target(arg);
        if (at !== undefined) await withSandbox(at.sandbox, () => mappings.choose(at.sandbox, at.session.directory));
      },
      pushLocalChanges: push,
      addReviewComment: (reply) => comments.add(reply as vscode.CommentReply),
      deleteReviewComment: (thread) => comments.remove(thread as vscode.CommentThread),
      sendReviewComments: sendComments,
    }),
  );
}

/** The path of a row of the tree, or of a similar object. */
const pathOf = (arg: unknown): string | undefined =>
  typeof arg === 'object' &&
  arg !== null &&
  'path' in arg &&
  typeof arg.path === 'string' &&
  !(arg instanceof vscode.Uri)
    ? arg.path
    : undefined;

async function pickFile(set: SandboxChanges): Promise<ChangedFile | undefined> {
  const items = set.files.map((file) => ({
    label: visiblePath(file.path),
    description: `+${file.additions} −${file.deletions}`,
    file,
  }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which file?'), matchOnDescription: true }))
    ?.file;
}

/** The hunks in the selection; otherwise the user chooses them. */
async function chooseHunks(
  file: ChangedFile,
  selection: vscode.Selection | undefined,
): Promise<ReadonlySet<number> | undefined> {
  const { before, after } = await file.sides();
  const hunks = before.kind === 'text' && after.kind === 'text' ? hunksOf(before.text, after.text) : [];
  if (selection !== undefined) {
    const under = new Set<number>();
    for (let line = selection.start.line; line <= selection.end.line; line++) {
      const hunk = hunkAt(hunks, line);
      if (hunk !== undefined) under.add(hunk.index);
    }
    if (under.size > 0) return under;
  }
  const items = hunks.map((hunk) => ({
    label: vscode.l10n.t('Line {0}', hunk.line),
    description: `+${hunk.added.length} −${hunk.removed.length}`,
    detail: visiblePath((hunk.added[0] ?? hunk.removed[0] ?? '').trim().slice(0, 120)),
    index: hunk.index,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: visiblePath(file.path),
    placeHolder: vscode.l10n.t('Choose the changes to apply'),
    canPickMany: true,
  });
  return picked === undefined ? undefined : new Set(picked.map((item) => item.index));
}
