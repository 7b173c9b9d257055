import type { FileChange } from '../../../../shared/model/entities.js';
import { defined, number, text } from '../read.js';

/** A change of one file, with its patch where the server sends one. */
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
