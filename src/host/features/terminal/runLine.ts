import * as vscode from 'vscode';
import { base64 } from '../../../core/text/base64.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Attachment } from '../../../shared/model/entities.js';
import { endOf } from '../../../shared/text/cut.js';
import { Failure } from '../../../core/failure.js';
import { showInfo } from '../../vscode/notifications.js';
import { plainOutput } from './plainOutput.js';
import { createTerminal, type SandboxTerminal } from './pty.js';

/** Number of characters at the end of the output that can be attached. */
const MAX_OUTPUT = 200_000;
const MAX_NAME = 40;

/**
 * Runs a shell command from the chat in a terminal of the sandbox, which stays open until a key is pressed. Its output
 * can then be attached to the next prompt.
 */
export async function runLine(
  sandbox: Sandbox,
  directory: string,
  line: string,
  attach: (output: Attachment) => void,
): Promise<void> {
  const inner = createTerminal(async () => {
    const { terminals } = await sandbox.ready();
    if (terminals === undefined) throw new Failure('rejected', vscode.l10n.t('this server offers no terminal'));
    return terminals.open({ directory, title: sandbox.profile.name, program: ['sh', '-c', line] });
  });
  let printed = '';
  inner.onDidWrite((text) => (printed = endOf(printed + text, MAX_OUTPUT)));
  const name = line.length > MAX_NAME ? `${line.slice(0, MAX_NAME)}…` : line;
  inner.onDidClose?.((code) => void offer(sandbox, name, plainOutput(printed), code ?? undefined, attach));
  vscode.window
    .createTerminal({
      name: `${sandbox.profile.name}: ${name}`,
      pty: staysOpen(inner),
      iconPath: new vscode.ThemeIcon('remote'),
      isTransient: true,
    })
    .show(true);
}

/** Keeps a terminal open after its program has ended, as VS Code would remove it with its output. */
function staysOpen(inner: SandboxTerminal): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<void>();
  let over = false;
  inner.onDidWrite((text) => written.fire(text));
  inner.onDidClose?.((code) => {
    over = true;
    const words =
      typeof code === 'number'
        ? vscode.l10n.t('Ended with exit code {0}. Press any key to close the terminal.', code)
        : vscode.l10n.t('Ended. Press any key to close the terminal.');
    written.fire(`\r\n\u001b[2m${words}\u001b[0m\r\n`);
  });
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open: (size) => inner.open(size),
    close: () => inner.close(),
    handleInput: (text) => (over ? closed.fire() : inner.handleInput?.(text)),
    setDimensions: (size) => inner.setDimensions?.(size),
  };
}

async function offer(
  sandbox: Sandbox,
  name: string,
  output: string,
  code: number | undefined,
  attach: (output: Attachment) => void,
): Promise<void> {
  const place = sandbox.profile.name;
  const message =
    code === undefined
      ? vscode.l10n.t('{0} ended in {1}.', name, place)
      : vscode.l10n.t('{0} ended in {1} with exit code {2}.', name, place, code);
  if (output.trim() === '') return;
  const label = vscode.l10n.t('Attach Output');
  if ((await showInfo(message, label)) !== label) return;
  const data = base64(output);
  const size = new TextEncoder().encode(output).length;
  attach({ kind: 'content', name: vscode.l10n.t('Output of {0}', name), mime: 'text/plain', data, size });
}
