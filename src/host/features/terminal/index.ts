import * as vscode from 'vscode';
import type { AgentServer } from '../../../core/agent/ports.js';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { Failure } from '../../../core/failure.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Session } from '../../../shared/model/entities.js';
import { byParent } from '../../../shared/model/select.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { pickSandbox, parseSessionRef, sandboxTarget, sessionNamed } from '../../services/commandTarget.js';
import { requireLocalTerminals } from '../../platform/node/diskPath.js';
import { placementOf } from '../../vscode/placement.js';
import { openTui } from './attach.js';
import { createTerminal } from './pty.js';
import { showProcesses } from './processes.js';
import { runLine } from './runLine.js';
import { nameOfPath } from '../../../shared/sandboxPath.js';

const newest = ({ store }: Sandbox): Session | undefined => byParent(store.state).get(undefined)?.[0];

/** Registers terminals in the sandbox, and OpenCode's own terminal UI attached to it. */
export function register(services: Services): Disposable {
  const { commands, sandboxes } = services;

  const target = async (arg: unknown, title: string): Promise<Sandbox | undefined> => {
    if (parseSessionRef(arg) !== undefined) return sandboxTarget(services, arg, title);
    const shown = services.chats.active?.ref;
    return (shown === undefined ? undefined : sandboxes.get(shown.sandboxId)) ?? pickSandbox(services, title);
  };

  const sessionOf = async (sandbox: Sandbox, arg: unknown): Promise<Session | undefined> => {
    const ref = parseSessionRef(arg) ?? services.chats.active?.ref;
    if (ref?.sandboxId !== sandbox.profile.id || ref.sessionId === undefined) return undefined;
    return sessionNamed(sandbox, ref.sessionId);
  };

  const directoryFor = async (sandbox: Sandbox, server: AgentServer, session: Session | undefined): Promise<string> =>
    session?.directory ?? sandbox.profile.directory ?? (await server.sessions.snapshot()).directory;

  const open = async (arg: unknown): Promise<void> => {
    const sandbox = await target(arg, vscode.l10n.t('Open a terminal in which sandbox?'));
    if (sandbox === undefined) return;
    await withSandbox(sandbox, async () => {
      const server = await sandbox.ready();
      if (server.terminals === undefined)
        throw new Failure('rejected', vscode.l10n.t('this server offers no terminal'));
      const directory = await directoryFor(sandbox, server, await sessionOf(sandbox, arg));
      const pty = createTerminal(async () => {
        const { terminals } = await sandbox.ready();
        if (terminals === undefined) throw new Failure('rejected', vscode.l10n.t('this server offers no terminal'));
        return terminals.open({ directory, title: sandbox.profile.name });
      });
      const icon = new vscode.ThemeIcon('remote');
      vscode.window
        .createTerminal({
          name: `${sandbox.profile.name}: ${nameOfPath(directory)}`,
          pty,
          iconPath: icon,
          isTransient: true,
        })
        .show();
    });
  };

  const attach = async (arg: unknown): Promise<void> => {
    // The terminal receives the password, so it must run on this machine.
    requireLocalTerminals(placementOf(services.context));
    const sandbox = await target(arg, vscode.l10n.t('Attach to which sandbox?'));
    if (sandbox === undefined) return;
    await withSandbox(sandbox, async () => {
      const server = await sandbox.ready();
      const { tui } = server;
      if (tui === undefined)
        throw new Failure(
          'rejected',
          vscode.l10n.t('OpenCode signs in with a password, but this server accepts only a token.'),
        );
      const session = (await sessionOf(sandbox, arg)) ?? (tui.needsSession ? newest(sandbox) : undefined);
      if (session === undefined && tui.needsSession)
        throw new Failure(
          'rejected',
          vscode.l10n.t(
            'OpenCode {0} requires a session, and this sandbox has none. Send a prompt first.',
            tui.version,
          ),
        );
      await openTui(services, sandbox, tui, {
        directory: await directoryFor(sandbox, server, session),
        session: session?.id,
      });
    });
  };

  const list = async (arg: unknown): Promise<void> => {
    const sandbox = await target(arg, vscode.l10n.t('Processes of which sandbox?'));
    if (sandbox !== undefined) await withSandbox(sandbox, () => showProcesses(sandbox));
  };

  return createBag(
    services.runInTerminal.provide(runLine),
    commands.register('terminal', { openSandboxTerminal: open, attachTerminal: attach, showProcesses: list }),
  );
}
