import type { FileChange, Message } from '../../shared/model/entities.js';
import type { MessageId } from '../../shared/model/ids.js';
import { absent, text, unknown, type Content } from './content.js';
import { unquoteName } from '../text/gitQuoting.js';
import { readPatch, type FilePatch } from '../text/patch.js';
import { applyBackward, wholeSides } from './applyPatch.js';

/** The changes of a session to one file by turn, oldest first. */
export interface FileHistory {
  readonly path: string;
  readonly steps: readonly FileChange[];
}

/** Which turns of a session to include: all, or the newest that changed a file. */
export type Span = 'session' | 'turn';

/** Changes of each turn, oldest first, without reverted turns. */
export function turnsOf(messages: readonly Message[], revert?: MessageId): readonly (readonly FileChange[])[] {
  const end = revert === undefined ? -1 : messages.findIndex((message) => message.id === revert);
  return (end < 0 ? messages : messages.slice(0, end)).flatMap((message) =>
    message.role === 'user' && message.changes !== undefined && message.changes.length > 0 ? [message.changes] : [],
  );
}

/** Histories of files, in the order of their first change. */
export function fileHistories(
  turns: readonly (readonly FileChange[])[],
  span: Span = 'session',
): readonly FileHistory[] {
  const histories = new Map<string, FileChange[]>();
  for (const turn of span === 'turn' ? turns.slice(-1) : turns)
    for (const change of turn) {
      const path = unquoteName(change.path);
      const steps = histories.get(path);
      if (steps === undefined) histories.set(path, [change]);
      else steps.push(change);
    }
  return [...histories].map(([path, steps]) => ({ path, steps }));
}

/** Both sides of a history. `changedSince`: something else has changed the file since, or that is unknown. */
export interface HistorySides {
  readonly before: Content;
  readonly after: Content;
  readonly changedSince: boolean;
}

/** The single file of a change's patch; undefined if there is none or it does not belong to the change. */
export function patchOfChange(change: FileChange): FilePatch | undefined {
  if (change.patch === undefined || change.patch.trim() === '') return undefined;
  const read = readPatch(change.patch);
  return read.ok && read.files.length === 1 && read.files[0] !== undefined && namesOnly(read.files[0], change.path)
    ? read.files[0]
    : undefined;
}

/** Why a change must not be applied: its patch does not match the change. */
export function changeProblem(change: FileChange): string | undefined {
  if (change.patch === undefined || change.patch.trim() === '') return undefined;
  const read = readPatch(change.patch);
  if (!read.ok) return read.reason;
  const stray = read.files
    .flatMap((file) => [file.from, file.to])
    .find((name) => name !== undefined && !isName(name, change.path));
  if (stray !== undefined) return `its patch also names ${stray.replace(/^[ab]\//, '')}`;
  if (read.files.length > 1) return 'its patch contains several files';
  const modes = read.files.flatMap((file) => [file.oldMode, file.newMode]);
  if (modes.includes('120000')) return 'it is a symbolic link';
  if (modes.includes('160000')) return 'it is a nested repository';
  return undefined;
}

const isName = (name: string, path: string): boolean => {
  const plain = unquoteName(path);
  return name === plain || name === `a/${plain}` || name === `b/${plain}` || unquoteName(name) === plain;
};
const namesOnly = (file: FilePatch, path: string): boolean =>
  (file.from === undefined || isName(file.from, path)) && (file.to === undefined || isName(file.to, path));

/**
 * Reconstructs both sides of a file backward from the current content in the sandbox, whose bytes are exact; patches
 * are not.
 */
export function sidesOf(history: FileHistory, now: Content): HistorySides {
  let changedSince = false;
  let after: Content | undefined;
  let at = now;
  for (const step of history.steps.toReversed()) {
    const patch = patchOfChange(step);
    let before = revertStep(at, step, patch);
    if (before === undefined) {
      changedSince = true;
      const fromPatch = sidesFromPatch(step, patch, now.kind === 'text' && now.bom);
      after ??= fromPatch.after;
      before = fromPatch.before;
    } else after ??= at;
    at = before;
  }
  return { before: at, after: after ?? now, changedSince };
}

/** Reverts one step; undefined if the patch does not produce the content after it. */
function revertStep(after: Content, step: FileChange, patch: FilePatch | undefined): Content | undefined {
  if (step.status === 'deleted') return after.kind === 'absent' ? sidesFromPatch(step, patch, false).before : undefined;
  if (after.kind === 'absent') return undefined;
  if (after.kind !== 'text')
    return step.status === 'added' ? absent : unknown('the server gives no earlier version of it');
  if (step.status === 'added') {
    const nothing = patch === undefined || patch.hunks.length === 0 || revertText(after.text, patch) === '';
    return nothing ? absent : undefined;
  }
  if (patch === undefined) return unknown('the server gives no earlier version of it');
  const before = revertText(after.text, patch);
  return before === undefined ? undefined : text(before, after.bom);
}

/** Applies a patch backward, with and without the byte order mark, which only some responses of the server contain. */
function revertText(value: string, patch: FilePatch): string | undefined {
  const plain = applyBackward(value, patch);
  if (plain !== undefined) return plain;
  return applyBackward(`\ufeff${value}`, patch)?.replace(/^\ufeff/, '');
}

/** Both sides according to the patch alone. */
function sidesFromPatch(
  step: FileChange,
  patch: FilePatch | undefined,
  bom: boolean,
): { before: Content; after: Content } {
  const whole = patch === undefined ? undefined : wholeSides(patch);
  const missing = unknown('the server gives no earlier version of it');
  const side = (value: string | undefined): Content =>
    value === undefined ? missing : text(value.replace(/^\ufeff/, ''), bom || value.startsWith('\ufeff'));
  const empty = patch !== undefined && patch.hunks.length === 0 && step.additions === 0 && step.deletions === 0;
  return {
    before:
      step.status === 'added' ? absent : side(whole?.before ?? (empty && step.status === 'deleted' ? '' : undefined)),
    after:
      step.status === 'deleted' ? absent : side(whole?.after ?? (empty && step.status === 'added' ? '' : undefined)),
  };
}
