import * as vscode from 'vscode';
import type { TuiPort } from '../../../core/agent/ports.js';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { isSessionId, type SessionId } from '../../../shared/model/ids.js';
import { findProgram, withVersion, type Program } from '../../platform/node/findProgram.js';
import { terminalArguments } from '../../platform/node/invocation.js';
import { PLATFORM } from '../../platform/node/system.js';
import type { Services } from '../../services/index.js';

/** Finds OpenCode on this computer, in the version that can connect. */
async function programOf(tui: TuiPort, configured: string): Promise<Program> {
  const found = await findProgram('opencode', configured);
  if (found === undefined)
    throw new Failure(
      'rejected',
      vscode.l10n.t(
        'OpenCode was not found on this computer. Install it (npm install -g opencode-ai), or set its path in opencodeSandbox.opencodePath.',
      ),
    );
  const program = await withVersion(found);
  const version = program.kind === 'opencode2' ? 2 : 1;
  if (version !== tui.version)
    throw new Failure(
      'rejected',
      vscode.l10n.t(
        '{0} is OpenCode {1}, which cannot connect to OpenCode {2}. Install OpenCode {2}, or set its path in opencodeSandbox.opencodePath.',
        program.path,
        version,
        tui.version,
      ),
    );
  return program;
}

/** The target of the terminal UI; `directory` is a path in the sandbox. */
export interface TuiPlace {
  readonly directory: string;
  readonly session: SessionId | undefined;
}

/** Opens OpenCode's terminal UI on this computer, connected to a sandbox. */
export async function openTui(services: Services, sandbox: Sandbox, tui: TuiPort, place: TuiPlace): Promise<void> {
  const { settings, secrets } = services;
  const { profile } = sandbox;
  const program = await programOf(tui, settings.opencodePath);
  const session = place.session !== undefined && isSessionId(place.session) ? place.session : undefined;
  const args = terminalArguments(program.path, [...tui.arguments(place.directory, session)], PLATFORM);
  const secret = await secrets.get(profile);
  vscode.window
    .createTerminal({
      name: vscode.l10n.t('OpenCode: {0}', profile.name),
      // Started without a shell, so no argument is interpreted as a command; the password is not among the arguments.
      shellPath: program.path,
      shellArgs: [...args],
      env: secret === undefined ? {} : tui.environment({ secret, username: profile.username }),
      isTransient: true,
      iconPath: new vscode.ThemeIcon('terminal'),
    })
    .show();
}
