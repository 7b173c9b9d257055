import { createHash, randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Disposable } from '../../../core/emitter.js';
import type { ConnectionProfile } from '../../../core/sandbox/profile.js';
import { sandboxId, type SandboxId } from '../../../shared/model/ids.js';
import type { Services } from '../../services/index.js';
import type { Program } from '../../platform/node/findProgram.js';
import { freePort } from './port.js';
import { STOP_TIMEOUT_MS, startServer, type Ending, type Server } from './process.js';
import { showWarning } from '../../vscode/notifications.js';

const { l10n } = vscode;

/** Limit of restarts of a server that exits. */
const RESTARTS = 3;
/** Uptime in ms after which earlier exits no longer count. */
const HEALTHY = 10 * 60_000;

/**
 * The same folder has the same sandbox again in this workspace, so that drafts are found. Secrets belong to all windows:
 * another workspace with a server in this folder has an id of its own. Windows without a workspace share one: each goes on
 * with the secret that it made.
 */
export const localId = (folder: string, { storageUri }: Pick<vscode.ExtensionContext, 'storageUri'>): SandboxId =>
  sandboxId(
    `local-${createHash('sha256')
      .update(`${folder}\n${storageUri?.path ?? ''}`)
      .digest('hex')
      .slice(0, 8)}`,
  );

/** A server of this window. Disposing stops it and removes its row and its secret. */
export interface LocalSandbox extends Disposable {
  readonly id: SandboxId;
  readonly name: string;
  readonly program: Program;
  /** Starts it, or ends it and starts it again; who asks meanwhile waits for the same start. False: it is not there. */
  start(): Promise<boolean>;
  /** Disposes and waits until it is gone. */
  stop(): Promise<void>;
}

/** Options besides the services. */
export interface LocalOptions {
  readonly program: Program;
  readonly folder: string;
  readonly output: vscode.OutputChannel;
  /** The end of the one that it takes the place of: both have one row and one secret. */
  readonly after: Promise<void> | undefined;
  /** It has ended permanently. */
  readonly over: () => void;
  /** The user restarts it after that. */
  readonly again: () => unknown;
}

const words = (ending: Ending): string => {
  if (ending === 'late') return l10n.t('no answer in {0} seconds', STOP_TIMEOUT_MS);
  if (ending === 'open') return l10n.t('it accepts requests without its password');
  if (ending === 'stopped') return l10n.t('stopped');
  if ('message' in ending)
    return ending.message.includes('ENOENT')
      ? l10n.t('the program was not found')
      : /EACCES|EPERM/.test(ending.message)
        ? l10n.t('the program may not be run')
        : l10n.t('the program could not be run');
  return ending.signal ?? l10n.t('exit code {0}', ending.code ?? 0);
};

/** The failure if another program uses its port. */
const isPortTaken = (ending: Ending): boolean => ending === 'open' || (typeof ending === 'object' && 'code' in ending);

/** Creates one without starting it. When it exits it is restarted, up to three times. */
export function createLocal(services: Services, options: LocalOptions): LocalSandbox {
  const { locals, redactor, secrets, storage, sandboxes, clock, commands, context, log } = services;
  const { program, folder, output } = options;
  const id = localId(folder, context);
  const name = l10n.t('Local: {0}', basename(folder));
  let port: number | undefined;
  const guard = context.asAbsolutePath('dist/supervisor.cjs');
  let server: Server | undefined;
  let working: Promise<boolean> | undefined;
  let stopped: Promise<void> | undefined;
  let deaths = 0;

  const tell = async (message: string, again = false): Promise<void> => {
    const show = l10n.t('Show Output');
    const start = l10n.t('Start Again');
    log.warn(message);
    const chosen = await showWarning(message, ...(again ? [start] : []), show);
    if (chosen === show) output.show();
    if (chosen === start) await options.again();
  };
  /** One attempt with its own secret; undefined once it responds and the row may connect. */
  const attempt = async (): Promise<Ending | undefined> => {
    const wanted = (port ??= await freePort());
    if (stopped !== undefined) return 'stopped';
    output.appendLine(`> ${program.path} (${folder}, port ${wanted})`);
    const secret = randomBytes(24).toString('base64url');
    redactor.add(secret);
    const started = clock.now();
    const print = (line: string): void => output.appendLine(redactor.clean(line));
    const gone = (): void => {
      if (server === own) secrets.clearLocal(id);
    };
    const own = (server = startServer({ guard, program, folder, port: wanted, secret, print, gone }));
    port = await own.ready;
    if (port === undefined) return own.ended;
    answered(port, secret);
    void own.ended.then((how) => commands.guard('restart', () => died(own, how, started)));
    return undefined;
  };
  /** Adds its row at first, and later reconnects it. */
  const answered = (at: number, secret: string): void => {
    if (stopped !== undefined) return;
    const kind = program.kind;
    const url = `http://127.0.0.1:${at}${kind === 'sandbox-agent' ? '/opencode' : ''}`;
    const profile: ConnectionProfile = { id, name, url, kind, local: true };
    secrets.setLocal(profile, secret);
    if (!locals.has(id)) storage.setOff(id, false);
    locals.add(profile);
    // An attempt that began while the server was starting would wait for its deadline.
    const sandbox = sandboxes.get(id);
    sandbox?.disconnect();
    if (!storage.isOff(id)) sandbox?.connect();
  };
  const fresh = async (): Promise<boolean> => {
    deaths = 0;
    const before = server;
    server = undefined;
    secrets.clearLocal(id);
    await Promise.all([options.after, before?.stop()]);
    let failed = await attempt();
    // Another program may have taken the port in the meantime.
    if (failed !== undefined && isPortTaken(failed)) failed = await attempt();
    if (stopped !== undefined) return false;
    if (failed === undefined) return true;
    void tell(l10n.t('{0} did not start ({1}).', name, words(failed)), true);
    return giveUp();
  };
  const revive = async (how: Ending): Promise<boolean> => {
    output.appendLine(`\n> ${words(how)}`);
    if (++deaths > RESTARTS) {
      void tell(l10n.t('{0} ended again ({1}) and will not be restarted.', name, words(how)), true);
      return giveUp();
    }
    void tell(l10n.t('{0} ended ({1}) and is being restarted ({2} of {3}).', name, words(how), deaths, RESTARTS));
    const failed = await attempt();
    if (stopped !== undefined) return false;
    // One that does not start counts as exited.
    return failed === undefined || revive(failed);
  };
  /** Runs one operation at a time; a failure ends the server. */
  const alone = (work: () => Promise<boolean>): Promise<boolean> =>
    (working ??= work()
      .catch((error: unknown) => {
        giveUp();
        throw error;
      })
      .finally(() => (working = undefined)));
  const died = async (own: Server, how: Ending, started: number): Promise<void> => {
    await working;
    // Stopped, or restarted by the user.
    if (server !== own) return;
    if (clock.now() - started > HEALTHY) deaths = 0;
    await alone(() => revive(how));
  };
  const stop = (): Promise<void> =>
    (stopped ??= (async () => {
      const gone = server?.stop();
      server = undefined;
      secrets.clearLocal(id);
      locals.remove(id);
      options.over();
      await gone;
      await working?.catch(() => false);
    })());
  const giveUp = (): false => {
    void stop();
    return false;
  };
  return { id, program, start: () => alone(fresh), stop, name, dispose: () => void stop() };
}
