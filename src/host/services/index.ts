import type * as vscode from 'vscode';
import { Failure, withStack } from '../../core/failure.js';
import type { Traffic } from '../../core/agent/connect.js';
import { createBag, createEmitter, type Disposable, type Emitter, type Event } from '../../core/emitter.js';
import { systemClock, type Clock, type Fetch } from '../../core/ports.js';
import { createSandbox } from '../../core/sandbox/createSandbox.js';
import type { ConnectionProfile } from '../../core/sandbox/profile.js';
import type { Sandbox } from '../../core/sandbox/sandbox.js';
import { createSandboxes, type Sandboxes } from '../../core/sandbox/sandboxes.js';
import type { Attachment } from '../../shared/model/entities.js';
import type { SandboxId } from '../../shared/model/ids.js';
import { createStagger } from '../../core/sync/stagger.js';
import { createChats, type Chats } from './chatRegistry.js';
import { createCommands, type Commands, type Report } from '../vscode/commandRegistry.js';
import { createCosts, type Costs } from './costs.js';
import { createContextKeys, type SetContextKey } from '../vscode/contextKeys.js';
import { createLocals, type Locals } from './localProfiles.js';
import { createLog, type Log } from '../vscode/log.js';
import { createRedactor, type Redactor } from '../../core/redact.js';
import { createProvided, type Provided } from './provided.js';
import { createReport } from './errorReporter.js';
import { createSecrets, type Secrets } from '../vscode/secrets.js';
import { createSettings, type Settings } from '../vscode/settings.js';
import type { FileTarget } from '../vscode/commandArguments.js';
import type { FromChat } from '../../shared/chat.js';
import { createStorage, type SessionRef, type Storage } from '../vscode/storage.js';
import { warnAboutKeyring } from '../vscode/keyringWarnings.js';

/** Attaches the output of a command to the next prompt. */
type AttachOutput = (output: Attachment) => void;

/** Services of the window, passed to `register` of every feature. */
export interface Services extends Disposable {
  readonly context: vscode.ExtensionContext;
  readonly log: Log;
  readonly redactor: Redactor;
  readonly settings: Settings;
  readonly storage: Storage;
  readonly secrets: Secrets;
  readonly sandboxes: Sandboxes;
  readonly locals: Locals;
  /** Fires when the user has added or started a sandbox, to reveal it. */
  readonly added: Emitter<SandboxId>;
  readonly costs: Costs;
  readonly chats: Chats;
  readonly commands: Commands;
  /** Opens a path from the agent: the local file if the sandbox's folder is mapped and contains it, else the sandbox's file. */
  readonly openPath: Provided<[target: FileTarget], void>;
  /** Handles the answer to the offer to send local files. */
  readonly answerLocalChanges: Provided<[ref: SessionRef, answer: FromChat['localChanges']['answer']], void>;
  /** Runs a shell command in a terminal of a sandbox; its output can then be attached. */
  readonly runInTerminal: Provided<[sandbox: Sandbox, directory: string, line: string, attach: AttachOutput], void>;
  readonly report: Report;
  readonly setContextKey: SetContextKey;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Live requests and events of all sandboxes, without secrets. */
  readonly onTraffic: Event<{ readonly sandbox: Sandbox; readonly entry: Traffic }>;
}

/**
 * Reads the secret of a sandbox. That of a local server exists only while it runs, so that no other program on its port
 * receives it.
 */
async function credentialsOf(secrets: Secrets, profile: ConnectionProfile): Promise<string | undefined> {
  const secret = await secrets.get(profile);
  if (secret === undefined && profile.local === true)
    throw new Failure('unreachable', 'The local server is not running.');
  return secret;
}

/** Creates the services in order of their dependencies. The caller provides the clock, so that tests can advance time. */
export function createServices(context: vscode.ExtensionContext, clock: Clock = systemClock): Services {
  const redactor = createRedactor();
  const settings = createSettings();
  const log = createLog(redactor, () => settings.logLevel);
  const storage = createStorage(context);
  const secrets = createSecrets(context.secrets, redactor, warnAboutKeyring);
  const report = createReport(log);
  const failed = (error: unknown): void => log.error(`A listener failed: ${withStack(error)}`);
  const traffic = createEmitter<{ sandbox: Sandbox; entry: Traffic }>(failed);
  // Look it up for each call, since VS Code replaces it when proxy settings change.
  const fetch: Fetch = (input, init) => globalThis.fetch(input, init);
  const costs = createCosts(clock.now());
  const stagger = createStagger(clock);
  const sandboxes = createSandboxes(
    (profile) => {
      const sandbox = createSandbox({
        profile,
        fetch,
        logger: log,
        clock,
        credentials: () => credentialsOf(secrets, profile),
        consent: () => settings.allowsInsecure(profile.url),
        outbox: storage.outbox(profile.id),
        stagger,
        onTraffic: (entry) => traffic.fire({ sandbox, entry }),
        beforeSend: (id) => costs.gate(profile.id, id),
      });
      return sandbox;
    },
    { changed: createEmitter<readonly Sandbox[]>(failed), updated: createEmitter<Sandbox>(failed) },
  );
  const locals = createLocals();
  const added = createEmitter<SandboxId>(failed);
  const commands = createCommands(log, report);
  const chats = createChats();
  const bag = createBag(log, settings, secrets, traffic, sandboxes, locals, added, costs, commands, chats);
  return {
    context,
    log,
    redactor,
    settings,
    storage,
    secrets,
    sandboxes,
    locals,
    added,
    costs,
    chats,
    commands,
    openPath: createProvided('openPath'),
    answerLocalChanges: createProvided('answerLocalChanges'),
    runInTerminal: createProvided('runInTerminal'),
    report,
    setContextKey: createContextKeys(),
    clock,
    fetch,
    onTraffic: traffic.event,
    dispose: () => bag.dispose(),
  };
}
