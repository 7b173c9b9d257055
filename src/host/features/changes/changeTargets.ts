import * as vscode from 'vscode';
import type { ChangedFile, ChangeSpan } from '../../../core/changes/changeSet.js';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { SessionId } from '../../../shared/model/ids.js';
import { visiblePath } from '../../../shared/text/invisible.js';
import {
  folderTarget,
  parseEditorSessionRef,
  sessionTarget,
  type FolderTarget,
  type Target,
} from '../../services/commandTarget.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { showInfo } from '../../vscode/notifications.js';
import { withCancel } from '../../vscode/progress.js';
import type { SessionRef } from '../../vscode/storage.js';
import { sideOf, type DiffDocuments } from './diffDocuments.js';
import { reviewTitle } from './review.js';
import type { SandboxChanges } from './sandboxChanges.js';

/** The changes of a session or a folder that is the target of a command. */
interface SetTarget {
  readonly set: SandboxChanges;
  readonly at: FolderTarget;
}

/** A file of a set that is the target of a command. */
interface FileTarget {
  readonly set: SandboxChanges;
  readonly file: ChangedFile;
}

/** Finds the session, the changes or the file that is the target of a command. */
export class ChangeTargets {
  readonly #services: Services;
  readonly #sides: DiffDocuments;
  /** Open reviews by their tab title, the only property of a multi-file diff that VS Code exposes. */
  readonly #reviews = new Map<string, SessionRef>();

  constructor(services: Services, sides: DiffDocuments) {
    this.#services = services;
    this.#sides = sides;
  }

  /** The session of the active review; VS Code appends the number of files to the title. */
  get reviewed(): SessionRef | undefined {
    const label = vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    return [...this.#reviews].find(([title]) => label.startsWith(title))?.[1];
  }

  /** Remembers that a review of this set is open. */
  addReview({ set, at: { sandbox, session } }: SetTarget): void {
    const { id: sandboxId } = sandbox.profile;
    const ref = session === undefined ? { sandboxId } : { sandboxId, sessionId: session.id };
    this.#reviews.set(reviewTitle(set, targetName({ sandbox, session })), ref);
  }

  /** The reference of a command's argument, else of the active review. */
  ref(arg: unknown): SessionRef | undefined {
    return parseEditorSessionRef(arg) ?? this.reviewed;
  }

  session(arg: unknown): Promise<Target | undefined> {
    return sessionTarget(this.#services, this.ref(arg), vscode.l10n.t('Session Changes'));
  }

  /**
   * The changes of the session, or of the folder if no turn is requested; undefined, with a message to the user, if
   * there are none.
   */
  async changes(arg: unknown, span: ChangeSpan): Promise<SetTarget | undefined> {
    const at =
      span === 'head' || span === 'branch'
        ? await folderTarget(this.#services, this.ref(arg), vscode.l10n.t('Changes in Sandbox'))
        : await this.session(arg);
    if (at === undefined) return undefined;
    const set = await this.#load(at.sandbox, at.session?.id, span);
    if (set.files.length > 0) return { set, at };
    void showInfo(
      span === 'head'
        ? vscode.l10n.t('The sandbox has no uncommitted changes.')
        : span === 'branch'
          ? vscode.l10n.t('The branch in the sandbox has no changes of its own.')
          : vscode.l10n.t('This session changed no files.'),
    );
    return undefined;
  }

  /** The file of a tree row, an editor title or the active editor; otherwise the user picks one. */
  async file(arg: unknown): Promise<FileTarget | undefined> {
    const uri = arg instanceof vscode.Uri ? arg : undefined;
    const ref = sideOf(uri ?? vscode.window.activeTextEditor?.document.uri ?? vscode.Uri.file('/'));
    if (parseEditorSessionRef(arg) === undefined && ref !== undefined) {
      const set = await this.#sides.setOf(ref);
      const file = set.file(ref.file);
      if (file !== undefined) return { set, file };
    }
    const found = await this.changes(arg, 'session');
    if (found === undefined) return undefined;
    const named = pathOf(arg);
    const file = named === undefined ? await pickFile(found.set) : found.set.file(named);
    if (named !== undefined && file === undefined)
      throw new Failure('rejected', vscode.l10n.t('{0} is no longer among the changes.', visiblePath(named)));
    return file === undefined ? undefined : { set: found.set, file };
  }

  #load(sandbox: Sandbox, session: SessionId | undefined, span: ChangeSpan): Promise<SandboxChanges> {
    return withSandbox(sandbox, () =>
      withCancel(vscode.l10n.t('Reading changes'), (signal) => this.#sides.load(sandbox, session, span, signal)),
    );
  }
}

/** The name for the title of a review or a patch file. */
export const targetName = ({ sandbox, session }: FolderTarget): string => session?.title ?? sandbox.profile.name;

/** The path of a tree row, or of an object with the same shape. */
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
