import type { FileChange } from '../../../../shared/model/entities.js';
import { compact, defined, number, text } from '../read.js';

/** A change of one file, with its patch if the server sends one. */
export const change = (value: unknown): FileChange | undefined => {
  const path = text(value, 'file') ?? text(value, 'path');
  if (path === undefined) return undefined;
  const status = text(value, 'status');
  return defined({
    path,
    status: (status === 'added' || status === 'deleted' ? status : 'modified') as FileChange['status'],
    additions: number(value, 'additions') ?? 0,
    deletions: number(value, 'deletions') ?? 0,
    patch: text(value, 'patch'),
  });
};

/** Limit of individually listed files of a turn; a turn may change a hundred thousand. */
export const MAX_LISTED_CHANGES = 2_000;
/** Size limit, in characters, of all patches of a turn that are stored with its message; the review requests them again. */
const MAX_PATCHES = 1_000_000;

/** The changes of a turn, as stored with its message: a bounded list, and the totals of the remaining files. */
export function boundedChanges(values: readonly unknown[]): readonly FileChange[] {
  let left = MAX_PATCHES;
  const listed = compact(values.slice(0, MAX_LISTED_CHANGES), change).map((one) => {
    left -= one.patch?.length ?? 0;
    if (left >= 0 || one.patch === undefined) return one;
    const { patch: _, ...rest } = one;
    return rest;
  });
  if (values.length <= MAX_LISTED_CHANGES) return listed;
  let [additions, deletions] = [0, 0];
  for (const value of values.slice(MAX_LISTED_CHANGES)) {
    additions += number(value, 'additions') ?? 0;
    deletions += number(value, 'deletions') ?? 0;
  }
  const unlisted = values.length - MAX_LISTED_CHANGES;
  return [...listed, { path: '', status: 'modified', additions, deletions, unlisted }];
}
