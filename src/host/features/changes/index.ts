import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { ChangeSpan } from '../../../core/changes/changeSet.js';
import { withSandbox } from '../../services/errorReporter.js';
import { deliver } from '../../services/delivery.js';
import type { Services } from '../../services/index.js';
import type { SessionRef } from '../../vscode/storage.js';
import { parseEditorSessionRef } from '../../services/commandTarget.js';
import { applyOff, applySelection, applySet, undoLast, type Undo } from './apply.js';
import { ChangeTargets, targetName } from './changeTargets.js';
import { chooseHunks } from './chooseHunks.js';
import { createComments, type Comments } from './comments.js';
import { useGit } from '../../platform/node/git.js';
import { createMappings, type Mapping, type Mappings } from './folderMapping.js';
import { registerOffer } from './offer.js';
import { provideOpenPath } from './openPath.js';
import { pushChanges } from './push.js';
import { pushTarget } from './pushTarget.js';
import { createAppliedFiles, type AppliedFiles } from '../../services/appliedFiles.js';
import { downloadContent, openChange, openReview } from './review.js';
import { saveAsPatch } from './save.js';
import { CHANGE_SCHEME, createDiffDocuments, sideOf } from './diffDocuments.js';
import { showInfo, showWarning } from '../../vscode/notifications.js';
import type { SandboxChanges } from './sandboxChanges.js';

/** The Git executable that VS Code's Git extension found, if any. */
async function findGit(): Promise<void> {
  const extension = vscode.extensions.getExtension<{ getAPI(version: 1): { git: { path: string } } }>('vscode.git');
  if (extension === undefined) return;
  const exported = await extension.activate();
  useGit(exported.getAPI(1).git.path);
}

/** Runs an action with the local folder of a set, which the user may have to choose; requires a trusted workspace. */
async function withMapping(
  { sandbox, root }: SandboxChanges,
  mappings: Mappings,
  work: (mapping: Mapping) => Promise<unknown>,
): Promise<void> {
  const off = applyOff();
  if (off !== undefined) {
    void showWarning(off, vscode.l10n.t('Manage Workspace Trust')).then((answer) => {
      if (answer !== undefined) void vscode.commands.executeCommand('workbench.trust.manage');
    });
    return;
  }
  const mapping = await withSandbox(sandbox, () => mappings.resolve(sandbox, root));
  if (mapping !== undefined) await work(mapping);
}

/** Applies hunks of a file: those in the editor's selection, else those that the user picks. */
async function applyHunks(arg: unknown, targets: ChangeTargets, mappings: Mappings, undo: Undo): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const ref = editor === undefined ? undefined : sideOf(editor.document.uri);
  const at = await targets.file(arg);
  if (at === undefined) return;
  const here = ref?.side === 'after' && ref.file === at.file.path ? editor?.selection : undefined;
  await withMapping(at.set, mappings, async (mapping) => {
    const hunks = await chooseHunks(at.file, here);
    if (hunks !== undefined) await applySelection(at.set, mapping, undo, at.file, hunks);
  });
}

async function pushLocal(services: Services, ref: SessionRef | undefined, mappings: Mappings, applied: AppliedFiles) {
  if (applyOff() !== undefined) {
    void showWarning(vscode.l10n.t('Sending local changes is disabled because this workspace is not trusted.'));
    return;
  }
  const at = await pushTarget(services, ref);
  if (at === undefined) return;
  const mapping = await withSandbox(at.sandbox, () => mappings.resolve(at.sandbox, at.directory));
  if (mapping !== undefined) await pushChanges(at.sandbox, mapping, applied);
}

async function sendComments(services: Services, comments: Comments, arg: unknown): Promise<void> {
  const { sandboxes } = services;
  const ref = parseEditorSessionRef(arg);
  const side = sideOf(vscode.window.activeTextEditor?.document.uri ?? vscode.Uri.file('/')) ?? comments.sessions.at(-1);
  const at = ref?.sessionId === undefined ? (side ?? ref) : ref;
  const sandbox = sandboxes.named(at?.sandboxId ?? '');
  const text = at === undefined || sandbox === undefined ? undefined : await comments.take(at);
  if (at === undefined || sandbox === undefined || text === undefined)
    return void showInfo(vscode.l10n.t('There are no comments to send.'));
  // Comments on the sandbox's folder start a session.
  await deliver(services, sandbox, at.sessionId, { text, attachments: [] });
}

/** Registers reviewing, applying and sending changes. */
export function register(services: Services): Disposable {
  const { commands, sandboxes, context } = services;
  const sides = createDiffDocuments(sandboxes);
  const mappings = createMappings(context.workspaceState);
  const applied = createAppliedFiles(context.workspaceState);
  const undo: Undo = { journal: undefined, renamed: new Set(), applied };
  const comments = createComments(sides, (count) => services.setContextKey('hasReviewComments', count > 0));
  const targets = new ChangeTargets(services, sides);

  // A disabled Git extension has no API: use the Git on the PATH.
  findGit().catch((error: unknown) => services.log.debug(`No Git extension: ${String(error)}`));

  const aside =
    (what: string) =>
    (work: () => unknown): void =>
      void commands.runWithErrorHandling(what, work);
  const review = (span: ChangeSpan) => async (arg: unknown) => {
    const found = await targets.changes(arg, span);
    if (found === undefined) return;
    targets.addReview(found);
    await openReview(found.set, targetName(found.at), aside('review'));
  };
  const updateReviewActive = (): void => services.setContextKey('reviewActive', targets.reviewed !== undefined);

  return createBag(
    sides,
    mappings,
    comments,
    vscode.window.tabGroups.onDidChangeTabs(updateReviewActive),
    vscode.window.tabGroups.onDidChangeTabGroups(updateReviewActive),
    registerOffer(services, mappings, applied),
    provideOpenPath(services, mappings),
    vscode.workspace.registerFileSystemProvider(CHANGE_SCHEME, sides, { isCaseSensitive: true, isReadonly: true }),
    commands.register('changes', {
      reviewChanges: review('session'),
      reviewLastTurn: review('turn'),
      reviewWorkingTree: review('head'),
      reviewBranch: review('branch'),
      async openChange(arg) {
        const at = await targets.file(arg);
        if (at !== undefined) await openChange(at.set, at.file);
      },
      async applyChanges(arg) {
        const found = await targets.changes(arg, 'session');
        if (found !== undefined)
          await withMapping(found.set, mappings, (mapping) => applySet(found.set, mapping, undo, aside('compare')));
      },
      async applyFile(arg) {
        const at = await targets.file(arg);
        if (at !== undefined)
          await withMapping(at.set, mappings, (mapping) => applySelection(at.set, mapping, undo, at.file));
      },
      applyHunk: (arg) => applyHunks(arg, targets, mappings, undo),
      undoApply: () => undoLast(undo),
      async saveAsPatch(arg) {
        const found = await targets.changes(arg, 'session');
        if (found !== undefined) await saveAsPatch(found.set, targetName(found.at));
      },
      async downloadFile(arg) {
        const at = await targets.file(arg);
        if (at !== undefined) await downloadContent(at.file.path, (await at.file.sides()).after);
      },
      async mapSandboxFolder(arg) {
        const at = await targets.session(arg);
        if (at !== undefined) await withSandbox(at.sandbox, () => mappings.choose(at.sandbox, at.session.directory));
      },
      pushLocalChanges: (arg) => pushLocal(services, targets.ref(arg), mappings, applied),
      addReviewComment: (reply) => comments.add(reply as vscode.CommentReply),
      deleteReviewComment: (thread) => comments.remove(thread as vscode.CommentThread),
      sendReviewComments: (arg) => sendComments(services, comments, arg),
    }),
  );
}
