// Checked by `npm run typecheck`: each line below an expectation must not compile.
import { commandLink, runCommand, type CommandHandlers, type Handler } from '../../src/host/vscode/commandRegistry.js';
import type { Contributions } from '../../src/host/vscode/contributions.js';
import { sandboxId, sessionId } from '../../src/shared/model/ids.js';

declare const handler: Handler;
const target = { sandboxId: sandboxId('one'), sessionId: sessionId('ses_1') };

export const complete: CommandHandlers<'launcher'> = { startLocalSandbox: handler, stopLocalSandbox: handler };
// @ts-expect-error A handler is missing.
export const incomplete: CommandHandlers<'launcher'> = { startLocalSandbox: handler };
// @ts-expect-error The feature has no such command.
export const unknown: CommandHandlers<'traffic'> = { showTraffic: handler, showLog: handler };

export const calls = (): unknown => [
  runCommand('openSession', target),
  runCommand('sendPrompt', 'Explain this.', target),
  commandLink('openChange', 'Open', { ...target, path: 'a.ts' }),
  // @ts-expect-error There is no such command.
  runCommand('openSesion', target),
  // @ts-expect-error A session is meant, not its name.
  runCommand('openSession', 'ses_1'),
  // @ts-expect-error The path is missing.
  commandLink('openChange', 'Open', target),
  // @ts-expect-error It takes nothing.
  runCommand('showLog', target),
];

export const table: Contributions = {
  commands: {
    // @ts-expect-error There is no such shape of arguments.
    openSession: { takes: 'sesion' },
  },
  settings: {
    // @ts-expect-error The schema has no default.
    logLevel: { section: 'local', order: 1, schema: { type: 'string' } },
  },
};
