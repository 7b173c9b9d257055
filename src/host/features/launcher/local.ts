import * as vscode from 'vscode';
import type { Disposable } from '../../../core/emitter.js';
import type { ConnectionProfile } from '../../../core/sandbox/profile.js';
import { sandboxId, type SandboxId } from '../../../shared/model/ids.js';
import type { Services } from '../../services/index.js';
import type { Program } from '../../platform/node/findProgram.js';
import { freePort } from '../../platform/node/localServer/port.js';
import { folderName, newSecret, stableId } from '../../platform/node/localServer/identity.js';
import { describeEnding, isPortTaken } from './ending.js';
import { startServer, type Ending, type Server } from '../../platform/node/localServer/process.js';
import { showWarning } from '../../vscode/notifications.js';

const { l10n } = vscode;

/** Limit of restarts of a server that exits. */
const MAX_RESTARTS = 3;
/** Uptime in ms after which earlier exits no longer count. */
const HEALTHY_MS = 10 * 60_000;

/**
 * The same folder has the same sandbox again in this workspace, so that drafts are found. Secrets belong to all windows:
 * another workspace with a server in this folder has an id of its own. Windows without a workspace share one: each goes on
 * with the secret that it made.
 */
export const localId = (folder: string, { storageUri }: Pick<vscode.ExtensionContext, 'storageUri'>): SandboxId =>
  sandboxId(`local-${stableId(folder, storageUri?.path ?? '')}`);

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

/** Creates one without starting it. When it exits it is restarted, up to three times. */
export function createLocal(services: Services, options: LocalOptions): LocalSandbox {
  return new RestartingServer(services, options);
}

class RestartingServer implements LocalSandbox {
  readonly id: SandboxId;
  readonly name: string;
  readonly program: Program;
  readonly #services: Services;
  readonly #options: LocalOptions;
  #port: number | undefined;
  #server: Server | undefined;
  #working: Promise<boolean> | undefined;
  #stopped: Promise<void> | undefined;
  #exits = 0;

  constructor(services: Services, options: LocalOptions) {
    this.#services = services;
    this.#options = options;
    this.id = localId(options.folder, services.context);
    this.name = l10n.t('Local: {0}', folderName(options.folder));
    this.program = options.program;
  }

  start(): Promise<boolean> {
    return this.#alone(() => this.#startFresh());
  }

  stop(): Promise<void> {
    return (this.#stopped ??= this.#end());
  }

  dispose(): void {
    void this.stop();
  }

  async #end(): Promise<void> {
    const { secrets, locals } = this.#services;
    const gone = this.#server?.stop();
    this.#server = undefined;
    secrets.clearLocal(this.id);
    locals.remove(this.id);
    this.#options.over();
    await gone;
    await this.#working?.catch(() => false);
  }

  #giveUp(): false {
    void this.stop();
    return false;
  }

  /** Runs one operation at a time; a failure ends the server. */
  #alone(work: () => Promise<boolean>): Promise<boolean> {
    return (this.#working ??= work()
      .catch((error: unknown) => {
        this.#giveUp();
        throw error;
      })
      .finally(() => (this.#working = undefined)));
  }

  async #startFresh(): Promise<boolean> {
    this.#exits = 0;
    const before = this.#server;
    this.#server = undefined;
    this.#services.secrets.clearLocal(this.id);
    await Promise.all([this.#options.after, before?.stop()]);
    let failed = await this.#attempt();
    // Another program may have taken the port in the meantime.
    if (failed !== undefined && isPortTaken(failed)) failed = await this.#attempt();
    if (this.#stopped !== undefined) return false;
    if (failed === undefined) return true;
    void this.#warn(l10n.t('{0} did not start ({1}).', this.name, describeEnding(failed)), true);
    return this.#giveUp();
  }

  async #restart(how: Ending): Promise<boolean> {
    const why = describeEnding(how);
    this.#options.output.appendLine(`\n> ${why}`);
    if (++this.#exits > MAX_RESTARTS) {
      void this.#warn(l10n.t('{0} ended again ({1}) and will not be restarted.', this.name, why), true);
      return this.#giveUp();
    }
    void this.#warn(
      l10n.t('{0} ended ({1}) and is being restarted ({2} of {3}).', this.name, why, this.#exits, MAX_RESTARTS),
    );
    const failed = await this.#attempt();
    if (this.#stopped !== undefined) return false;
    // One that does not start counts as exited.
    return failed === undefined || this.#restart(failed);
  }

  /** One attempt with its own secret; undefined once it responds and the row may connect. */
  async #attempt(): Promise<Ending | undefined> {
    const { redactor, secrets, clock, commands, context } = this.#services;
    const { program, folder, output } = this.#options;
    const port = (this.#port ??= await freePort());
    if (this.#stopped !== undefined) return 'stopped';
    output.appendLine(`> ${program.path} (${folder}, port ${port})`);
    const secret = newSecret();
    redactor.add(secret);
    const started = clock.now();
    const print = (line: string): void => output.appendLine(redactor.clean(line));
    const gone = (): void => {
      if (this.#server === own) secrets.clearLocal(this.id);
    };
    const guard = context.asAbsolutePath('dist/supervisor.cjs');
    const own = startServer({ guard, program, folder, port, secret, print, gone });
    this.#server = own;
    this.#port = await own.ready;
    if (this.#port === undefined) return own.ended;
    this.#showRow(this.#port, secret);
    void own.ended.then((how) => commands.guard('restart', () => this.#exited(own, how, started)));
    return undefined;
  }

  /** Adds its row at first, and later reconnects it. */
  #showRow(port: number, secret: string): void {
    if (this.#stopped !== undefined) return;
    const { locals, secrets, storage, sandboxes } = this.#services;
    const { id, name } = this;
    const { kind } = this.program;
    const url = `http://127.0.0.1:${port}${kind === 'sandbox-agent' ? '/opencode' : ''}`;
    const profile: ConnectionProfile = { id, name, url, kind, local: true };
    secrets.setLocal(profile, secret);
    if (!locals.has(id)) storage.setOff(id, false);
    locals.add(profile);
    // An attempt that began while the server was starting would wait for its deadline.
    const sandbox = sandboxes.get(id);
    sandbox?.disconnect();
    if (!storage.isOff(id)) sandbox?.connect();
  }

  async #exited(own: Server, how: Ending, started: number): Promise<void> {
    await this.#working;
    // Stopped, or restarted by the user.
    if (this.#server !== own) return;
    if (this.#services.clock.now() - started > HEALTHY_MS) this.#exits = 0;
    await this.#alone(() => this.#restart(how));
  }

  async #warn(message: string, offersStart = false): Promise<void> {
    const show = l10n.t('Show Output');
    const start = l10n.t('Start Again');
    this.#services.log.warn(message);
    const chosen = await showWarning(message, ...(offersStart ? [start] : []), show);
    if (chosen === show) this.#options.output.show();
    if (chosen === start) await this.#options.again();
  }
}
