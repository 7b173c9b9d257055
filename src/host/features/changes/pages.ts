import * as vscode from 'vscode';
import type { ChangeSet } from '../../../core/changes/changeSet.js';

/** The range of files on the page that starts at `first`; undefined if there is only one page. */
export function pageText({ files }: Pick<ChangeSet, 'files'>, first: number, size: number): string | undefined {
  if (files.length <= size) return undefined;
  const last = Math.min(first + size, files.length);
  return vscode.l10n.t('files {0} to {1} of {2}', first + 1, last, files.length);
}
