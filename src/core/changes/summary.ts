import type { FileChange, Message } from '../../shared/model/entities.js';
import { changesOf } from '../../shared/model/select.js';
import { patchOfChange } from './fileHistory.js';
import { text, type Content } from './content.js';
import { editsBetween, splitLines } from './lines.js';
import { unquoteName } from '../text/gitQuoting.js';
import { findRenames } from './renames.js';
import { wholeSides } from './applyPatch.js';

/**
 * The files that a session's turns changed, with unquoted names. A file that was deleted and added under another name
 * counts as one, judging by the patches of the turns (complete files are not read for a list).
 */
export function summaryOf(messages: readonly Message[]): readonly FileChange[] {
  const changes = changesOf(messages).map((change) => ({ change, path: unquoteName(change.path) }));
  const sides = (status: FileChange['status'], side: 'before' | 'after') =>
    changes.flatMap(({ change, path }) => {
      const content = change.status === status ? contentFromPatch(change, side) : undefined;
      return content === undefined ? [] : [{ path, content }];
    });
  const deleted = sides('deleted', 'before').map(({ path, content }) => ({ path, before: content }));
  const added = sides('added', 'after').map(({ path, content }) => ({ path, after: content }));
  const renames = findRenames(deleted, added);
  const from = new Map(renames.map((rename) => [rename.to, rename.from]));
  const moved = new Set(renames.map((rename) => rename.from));
  return changes
    .filter(({ path }) => !moved.has(path))
    .map(({ change, path }) => {
      const { patch: _, ...rest } = change;
      const old = from.get(path);
      if (old === undefined) return { ...rest, path };
      const before = deleted.find((file) => file.path === old)?.before;
      const after = added.find((file) => file.path === path)?.after;
      return { ...rest, path, from: old, ...countsOf(before, after) };
    });
}

/** The content of an added or deleted file according to its patch. */
function contentFromPatch(change: FileChange, side: 'before' | 'after'): Content | undefined {
  const patch = patchOfChange(change);
  const whole = patch === undefined ? undefined : wholeSides(patch);
  return whole === undefined ? undefined : text(whole[side]);
}

function countsOf(
  before: Content | undefined,
  after: Content | undefined,
): Pick<FileChange, 'additions' | 'deletions'> {
  if (before?.kind !== 'text' || after?.kind !== 'text') return { additions: 0, deletions: 0 };
  const edits = editsBetween(splitLines(before.text), splitLines(after.text));
  return {
    additions: edits.reduce((sum, edit) => sum + edit.lines.length, 0),
    deletions: edits.reduce((sum, edit) => sum + edit.end - edit.start, 0),
  };
}
