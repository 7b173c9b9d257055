import { createHash, randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../core/emitter.js';
import { toFailure } from '../../core/failure.js';
import type { ConnectionProfile } from '../../core/sandbox/profile.js';
import { sandboxId, type SandboxId } from '../../shared/model/ids.js';
import { commandId } from '../ids.js';
import type { Services } from '../services.js';
import type { Program } from './find.js';
import { freePort, startServer } from './process.js';

const { l10n } = vscode;

/** Times a server that dies is started again. */
const RESTARTS = 3;
/** Ms of life after which its deaths are forgotten. */
const HEALTHY = 10 * 60_000;

/** The same folder has the same sandbox again, so that drafts are found; its secret is new each time. */
export const localId = (folder: string): SandboxId =>
  sandboxId(`local-${createHash('sha256').update(folder).digest('hex').slice(0, 8)}`);

/** A local server that this window started; disposing stops it and takes its row and its secret away. */
export interface LocalSandbox extends Disposable {
  readonly profile: ConnectionProfile;
}

/** Starts a server in a folder, adds it as a sandbox, and starts it again (three times) when it dies. */
export async function startLocal(
  services: Services,
  program: Program,
  folder: string,
  output: vscode.OutputChannel,
  over: (id: SandboxId) => void,
): Promise<LocalSandbox> {
  const { locals, redactor, secrets, storage } = services;
  const port = await freePort();
  const secret = randomBytes(24).toString('base64url');
  const kind = program.kind;
  const url = `http://127.0.0.1:${port}${kind === 'opencode' ? '' : '/opencode'}`;
  const profile: ConnectionProfile = {
    id: localId(folder),
    name: l10n.t('Local: {0}', basename(folder)),
    url,
    kind,
    local: true,
  };
  redactor.add(secret);
  const life = new AbortController();
  let started = 0;
  let deaths = 0;

  const run = async (): Promise<void> => {
    output.appendLine(`> ${program.path} (${folder}, port ${port})`);
    started = performance.now();
    await startServer({
      program,
      folder,
      port,
      secret,
      signal: life.signal,
      print: (line) => output.appendLine(redactor.clean(line)),
      died: (how) => void services.commands.guard('restart', () => again(how)),
    });
  };
  const again = async (how: string): Promise<void> => {
    if (life.signal.aborted) return;
    output.appendLine(`\n> ${how}`);
    if (performance.now() - started > HEALTHY) deaths = 0;
    if (++deaths > RESTARTS) {
      dispose();
      over(profile.id);
      return tell(l10n.t('{0} ended again ({1}) and is not started any more.', profile.name, how), 'startLocalSandbox');
    }
    void tell(l10n.t('{0} ended ({1}) and is started again ({2} of {3}).', profile.name, how, deaths, RESTARTS));
    try {
      await run();
    } catch (error) {
      // One that does not come up has died as well.
      return again(toFailure(error).message);
    }
    // An attempt that began while the server was starting would wait for its deadline.
    const sandbox = services.sandboxes.get(profile.id);
    sandbox?.disconnect();
    sandbox?.connect();
  };
  const tell = async (message: string, command?: 'startLocalSandbox'): Promise<void> => {
    const show = l10n.t('Show Output');
    const start = l10n.t('Start Again');
    const chosen = await vscode.window.showWarningMessage(message, ...(command === undefined ? [] : [start]), show);
    if (chosen === show) output.show();
    if (chosen === start && command !== undefined) await vscode.commands.executeCommand(commandId(command));
  };
  const dispose = (): void => {
    if (life.signal.aborted) return;
    life.abort();
    locals.remove(profile.id);
    void secrets.delete(profile.id);
  };

  await run();
  await secrets.store(profile, secret);
  storage.setOff(profile.id, false);
  locals.add(profile);
  return { profile, dispose };
}
