import * as vscode from 'vscode';
import type { FilesPort } from '../../../core/agent/ports.js';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';

/** The files of a connected sandbox; rejects if its server does not support them. */
export async function filesOf(sandbox: Sandbox, signal?: AbortSignal): Promise<FilesPort> {
  const { files } = await sandbox.ready(signal);
  if (files === undefined) throw new Failure('rejected', vscode.l10n.t('This server does not provide its files.'));
  return files;
}
