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
 * The sandbox ID of a folder; stable in a workspace, so that drafts are found again. Secrets are shared by all windows,
 * so it differs between workspaces. Windows without a workspace share one ID; each uses the secret it has generated.
 */
export const localId = (folder: string, { storageUri }: Pick<vscode.ExtensionContext, 'storageUri'>): SandboxId =>
  sandboxId(`local-${stableId(folder, storageUri?.path ?? '')}`);

/** A local server of this window. Disposing stops it and removes its profile and its secret. */
export interface LocalSandbox extends Disposable {
  readonly id: SandboxId;
  readonly name: string;
  readonly program: Program;
  /** Starts or restarts the server; concurrent calls share one start. Returns false if it does not run. */
  start(): Promise<boolean>;
  /** Disposes it and waits until the server has exited. */
  stop(): Promise<void>;
}

/** Options besides the services. */
export interface LocalOptions {
  readonly program: Program;
  readonly folder: string;
  readonly output: vscode.OutputChannel;
  /** Resolves when the server that it replaces has exited; both use the same profile and secret. */
  readonly after: Promise<void> | undefined;
  /** Called when the server has ended permanently. */
  readonly over: () => void;
  /** Called when the user restarts it after that. */
  readonly again: () => unknown;
}

/** Creates a local server without starting it. It is restarted up to three times if it exits. */
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
    // A server that does not start counts as exited.
    return failed === undefined || this.#restart(failed);
  }

  /** Makes one attempt with its own secret; resolves with undefined once the server responds and can be connected. */
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
    void own.ended.then((how) => commands.runWithErrorHandling('restart', () => this.#exited(own, how, started)));
    return undefined;
  }

  /** Adds the profile at the first start, and reconnects it later. */
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
    // A connection attempt that began while the server was starting would wait for its timeout.
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
    const start = l10n.t('Restart');
    this.#services.log.warn(message);
    const chosen = await showWarning(message, ...(offersStart ? [start] : []), show);
    if (chosen === show) this.#options.output.show();
    if (chosen === start) await this.#options.again();
  }
}
