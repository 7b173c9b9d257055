import { absent, lineEndingOf, sameContent, text, withLineEnding, type Content, type TextContent } from './content.js';
import { merge } from './merge.js';
import { hidesText } from '../../shared/text/sanitizeText.js';
import { checkPath, collisions, isSameName } from './paths.js';
import { findRenames, type Rename } from './renames.js';
import { sensitivityOf, type Sensitivity } from './sensitive.js';

/** The current content at a path in the workspace. */
export type Local =
  | { readonly kind: 'absent'; readonly renamedTo?: string }
  /** `content` is that of the editor if `unsaved`; `isBase`: according to Git, it equals the file before, byte for byte. */
  | { readonly kind: 'file'; readonly content: Content; readonly unsaved: boolean; readonly isBase?: boolean }
  | { readonly kind: 'blocked'; readonly reason: string };

/** One file of the change set with all three sides. */
export interface PlanInput {
  readonly path: string;
  readonly before: Content;
  readonly after: Content;
  readonly local: Local;
  /** Why the change cannot be applied. */
  readonly problem?: string;
  /** The new mode, if the sandbox changed whether the file is executable. */
  readonly mode?: 'executable' | 'plain';
}

/** The planned action for one file of the workspace; all but `same`, `conflict` and `refused` write. */
export interface PlanEntry {
  readonly path: string;
  readonly action: 'same' | 'create' | 'write' | 'delete' | 'rename' | 'conflict' | 'refused';
  /** Old path of a rename. */
  readonly from?: string;
  /** The reason, for `conflict` and `refused`. */
  readonly reason?: string;
  /** The new content of the file. */
  readonly result: Content;
  /** Local content when the plan was made, also at the old path of a rename; compared again just before writing. */
  readonly local: Content;
  readonly localFrom?: Content;
  /** The local file matches neither side of the session, so the changes were merged. */
  readonly merged: boolean;
  readonly unsaved: boolean;
  readonly sensitivity?: Sensitivity;
  /** The new content contains invisible or reordering characters. */
  readonly hidden: boolean;
  readonly mode?: 'executable' | 'plain';
  readonly before: Content;
  readonly after: Content;
}

/** Properties of the workspace's file system. */
export interface Disk {
  readonly windows: boolean;
  readonly caseInsensitive: boolean;
}

/** Decides the action for each file. Files outside the plan are not modified. */
export function plan(inputs: readonly PlanInput[], disk: Disk): readonly PlanEntry[] {
  const renames = findRenames(
    inputs.filter((input) => input.after.kind === 'absent' && usable(input, disk)),
    inputs.filter((input) => input.before.kind === 'absent' && input.after.kind !== 'absent' && usable(input, disk)),
  );
  const moved = new Map(renames.map((rename) => [rename.to, rename]));
  const gone = new Set(renames.map((rename) => rename.from));
  const byPath = new Map(inputs.map((input) => [input.path, input]));
  const clash = new Map(
    disk.caseInsensitive
      ? collisions(inputs.map((input) => input.path))
          .filter((group) => !group.some((path) => isCaseRename(moved.get(path), group)))
          .flatMap((group) => group.map((path) => [path, group] as const))
      : [],
  );
  return inputs
    .filter((input) => !gone.has(input.path))
    .map((input) => {
      const group = clash.get(input.path);
      if (group !== undefined)
        return entry(input, 'conflict', {
          reason: `on this disk it is the same file as ${group.filter((path) => path !== input.path).join(', ')}`,
        });
      const rename = moved.get(input.path);
      return rename === undefined ? planFile(input, disk) : planRename(input, byPath.get(rename.from), rename, disk);
    });
}

/** Whether the whole group is one file renamed only in case. */
const isCaseRename = (rename: Rename | undefined, group: readonly string[]): boolean =>
  rename !== undefined && group.length === 2 && group.includes(rename.from);

const usable = (input: PlanInput, disk: Disk): boolean =>
  input.problem === undefined && checkPath(input.path, disk.windows).ok && input.local.kind !== 'blocked';

/** Decides the action for one file. */
function planFile(input: PlanInput, disk: Disk): PlanEntry {
  const checked = checkPath(input.path, disk.windows);
  if (!checked.ok) return entry(input, 'refused', { reason: checked.reason });
  if (input.problem !== undefined) return entry(input, 'refused', { reason: input.problem });
  const { before, after, local } = input;
  if (local.kind === 'blocked') return entry(input, 'refused', { reason: local.reason });
  if (after.kind === 'unknown') return entry(input, 'refused', { reason: after.reason });
  if (after.kind === 'absent') return planDelete(input);
  if (local.kind === 'absent') {
    if (before.kind === 'absent') return entry(input, 'create', { result: after });
    return entry(input, 'conflict', {
      reason: local.renamedTo === undefined ? 'it was deleted here' : `it was renamed here to ${local.renamedTo}`,
    });
  }
  return planEdit(input, local.content, after, local.isBase === true);
}

function planDelete(input: PlanInput): PlanEntry {
  const { before, local } = input;
  if (local.kind !== 'file') return entry(input, 'same');
  if (local.isBase === true || sameText(local.content, before)) return entry(input, 'delete');
  return entry(input, 'conflict', {
    reason:
      before.kind === 'unknown'
        ? 'its deleted content is not known'
        : 'it was changed here, and deleted in the sandbox',
  });
}

function planEdit(input: PlanInput, local: Content, after: Content, isBase: boolean): PlanEntry {
  const { before } = input;
  if (sameContent(local, after)) return entry(input, 'same');
  if (isBase || sameContent(local, before)) return entry(input, 'write', { result: after });
  if (local.kind !== 'text' || after.kind !== 'text')
    return entry(input, 'conflict', { reason: 'it is not text, and differs from what the session started from' });
  const theirs = inEndingsOf(local, after);
  if (theirs.text === local.text) return entry(input, 'same');
  if (before.kind === 'absent')
    return entry(input, 'conflict', { reason: 'there is already a file with that name here' });
  if (before.kind !== 'text') return entry(input, 'conflict', { reason: 'its original content is not known' });
  const base = inEndingsOf(local, before);
  if (base.text === local.text) return entry(input, 'write', { result: text(theirs.text, local.bom) });
  const merged = merge(base.text, local.text, theirs.text);
  if (!merged.clean) return entry(input, 'conflict', { reason: 'changed both here and in the sandbox' });
  if (merged.text === local.text) return entry(input, 'same');
  return entry(input, 'write', { result: text(merged.text, local.bom), merged: true });
}

/** The local file determines the line endings if they are uniform. */
function inEndingsOf(local: TextContent, other: TextContent): TextContent {
  const ending = lineEndingOf(local.text);
  return ending === '\n' || ending === '\r\n' ? text(withLineEnding(other.text, ending), other.bom) : other;
}

const sameText = (local: Content, other: Content): boolean =>
  sameContent(local, other) ||
  (local.kind === 'text' && other.kind === 'text' && local.text === inEndingsOf(local, other).text);

/** A renamed file carries over local changes. */
function planRename(input: PlanInput, source: PlanInput | undefined, rename: Rename, disk: Disk): PlanEntry {
  if (source === undefined) return planFile(input, disk);
  // On a case-insensitive file system, the new name refers to the same file.
  const isSameFile = disk.caseInsensitive && isSameName(rename.from, rename.to);
  const more = {
    from: rename.from,
    ...(isSameFile && source.local.kind === 'file' ? { local: source.local.content } : {}),
  };
  if (input.local.kind === 'file' && !isSameFile) {
    const there = sameText(input.local.content, input.after);
    if (there && source.local.kind === 'absent') return entry(input, 'same', more);
    return entry(input, 'conflict', { ...more, reason: 'there is already a file with that name here' });
  }
  if (source.local.kind !== 'file') return planFile(input, disk);
  const edited = planEdit(
    { ...source, after: input.after },
    source.local.content,
    input.after,
    source.local.isBase === true,
  );
  const localFrom = source.local.content;
  const unsaved = source.local.unsaved;
  if (edited.action === 'conflict')
    return entry(input, 'conflict', { ...more, localFrom, unsaved, reason: `${rename.from}: ${edited.reason ?? ''}` });
  // Unchanged content keeps its local line endings.
  const result = edited.action === 'same' ? localFrom : edited.result;
  return entry(input, 'rename', { ...more, localFrom, unsaved, result, merged: edited.merged });
}

function entry(input: PlanInput, action: PlanEntry['action'], more: Partial<PlanEntry> = {}): PlanEntry {
  const { path, before, after, local, mode } = input;
  const sensitivity =
    sensitivityOf(path, mode === 'executable') ?? (more.from === undefined ? undefined : sensitivityOf(more.from));
  return {
    path,
    action,
    result: absent,
    local: local.kind === 'file' ? local.content : absent,
    merged: false,
    unsaved: local.kind === 'file' && local.unsaved,
    hidden: hidesText(path) || addsHidden(before, after),
    before,
    after,
    ...(sensitivity === undefined ? {} : { sensitivity }),
    ...(mode === undefined ? {} : { mode }),
    ...more,
  };
}

/** Whether a change adds invisible characters. */
function addsHidden(before: Content, after: Content): boolean {
  if (after.kind !== 'text' || !hidesText(after.text)) return false;
  if (before.kind !== 'text' || !hidesText(before.text)) return true;
  const known = new Set(before.text.split('\n'));
  return after.text.split('\n').some((line) => !known.has(line) && hidesText(line));
}

/** Whether the entry changes anything. */
export const writes = (each: PlanEntry): boolean =>
  each.action === 'create' || each.action === 'write' || each.action === 'delete' || each.action === 'rename';
