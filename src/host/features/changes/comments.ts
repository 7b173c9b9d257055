import * as vscode from 'vscode';
import { visiblePath } from '../../../shared/text/invisible.js';
import { bytesOf } from '../../../core/changes/content.js';
import { CHANGE_SCHEME, sideOf, type DiffSide, type DiffDocuments } from './diffDocuments.js';
import { plainMarkdown } from '../../vscode/plainMarkdown.js';
import type { SandboxChanges } from './sandboxChanges.js';

/** ID of the comment controller, used in `when` clauses of the comment menus. */
const COMMENTS = 'opencodeSandbox.review';

/** The target of comments: a session or, without one, the folder of a sandbox. */
interface CommentTarget {
  readonly sandboxId: string;
  readonly sessionId?: string | undefined;
}

/** Comments on a review, stored until they are sent as one prompt. */
export interface Comments extends vscode.Disposable {
  add(reply: vscode.CommentReply): void;
  remove(thread: vscode.CommentThread): void;
  /** Creates one prompt from all comments on a session, or on a sandbox's own folder; undefined if there are none. */
  take(at: CommentTarget): Promise<string | undefined>;
  /** Sides that have comments, newest last. */
  readonly sessions: readonly DiffSide[];
}

/** Creates the controller: every line of both sides can be commented on. */
export function createComments(sides: DiffDocuments, changed: (count: number) => void): Comments {
  const controller = vscode.comments.createCommentController(COMMENTS, vscode.l10n.t('Review for the agent'));
  controller.options = {
    placeHolder: vscode.l10n.t('Tell the agent what to change here'),
    prompt: vscode.l10n.t('Comment for the agent'),
  };
  controller.commentingRangeProvider = {
    provideCommentingRanges: (document) =>
      document.uri.scheme === CHANGE_SCHEME && document.lineCount > 0
        ? [new vscode.Range(0, 0, document.lineCount - 1, 0)]
        : [],
  };
  const threads = new Map<vscode.CommentThread, DiffSide>();
  const fireCount = (): void => changed(threads.size);
  const threadsOf = (at: CommentTarget): readonly (readonly [vscode.CommentThread, DiffSide])[] =>
    // VS Code may lower-case the authority of a URI.
    [...threads].filter(
      ([, ref]) => ref.sessionId === at.sessionId && ref.sandboxId.toLowerCase() === at.sandboxId.toLowerCase(),
    );
  const drop = (thread: vscode.CommentThread): void => {
    threads.delete(thread);
    thread.dispose();
    fireCount();
  };
  return {
    add({ thread, text }) {
      const ref = sideOf(thread.uri);
      if (ref === undefined || text.trim() === '') return;
      // Plain text, in which links and commands are not rendered.
      const body = plainMarkdown(text);
      thread.comments = [
        ...thread.comments,
        { author: { name: vscode.l10n.t('You') }, body, mode: vscode.CommentMode.Preview, contextValue: text },
      ];
      thread.canReply = true;
      thread.label = vscode.l10n.t('Not sent yet');
      threads.set(thread, ref);
      fireCount();
    },
    remove: drop,
    get sessions() {
      return [...threads.values()];
    },
    async take(at) {
      const lines: string[] = [];
      const taken = threadsOf(at);
      for (const [thread, ref] of taken) lines.push(await describe(thread, ref, sides));
      for (const [thread] of taken) drop(thread);
      return lines.length === 0
        ? undefined
        : `${vscode.l10n.t('Review comments on your changes:')}\n\n${lines.join('\n\n')}`;
    },
    dispose: () => controller.dispose(),
  };
}

/** Formats a comment with its file, lines and their text. */
async function describe(thread: vscode.CommentThread, ref: DiffSide, sides: DiffDocuments): Promise<string> {
  const start = (thread.range?.start.line ?? 0) + 1;
  const end = (thread.range?.end.line ?? 0) + 1;
  const text = thread.comments.map((comment) => comment.contextValue ?? '').join('\n');
  const quoted = linesOf(await sides.setOf(ref).catch(() => undefined), ref, start, end);
  const where = start === end ? `${start}` : `${start}-${end}`;
  const side = ref.side === 'before' ? vscode.l10n.t(' (base)') : '';
  return `- ${visiblePath(ref.file)}:${where}${side}\n${(await quoted).map((line) => `  > ${line}`).join('\n')}\n  ${text.replaceAll('\n', '\n  ')}`;
}

const QUOTED = 12;

async function linesOf(
  set: SandboxChanges | undefined,
  ref: DiffSide,
  start: number,
  end: number,
): Promise<readonly string[]> {
  const content = (await set?.file(ref.file)?.sides())?.[ref.side];
  if (content === undefined || content.kind !== 'text' || bytesOf(content) === undefined) return [];
  return content.text.split(/\r?\n/).slice(start - 1, Math.min(end, start - 1 + QUOTED));
}
