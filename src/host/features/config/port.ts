import * as vscode from 'vscode';
import type { ConfigurationPort } from '../../../core/agent/ports.js';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';

/** The configuration of a connected sandbox; rejects if its server has none. */
export async function configurationOf(sandbox: Sandbox): Promise<ConfigurationPort> {
  const { configuration } = await sandbox.ready();
  if (configuration === undefined)
    throw new Failure('rejected', vscode.l10n.t('This server has no configuration that can be edited.'));
  return configuration;
}
