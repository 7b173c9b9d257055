import { configurationOf } from './port.js';
import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { toFailure } from '../../../core/failure.js';
import { editOf, ignoredIn } from '../../../core/sandbox/configuration.js';
import { shownConfiguration } from '../../../core/sandbox/maskedConfiguration.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Json, JsonObject } from '../../../shared/model/entities.js';
import { CONFIG_SCHEME } from '../../vscode/ids.js';
import type { Services } from '../../services/index.js';
import { translate } from '../../services/labels.js';
import { showWarning } from '../../vscode/notifications.js';
import { fileNotFound, isFileSystemError, noPermissions, refused, unavailable } from '../../vscode/fileSystemErrors.js';
import { isObject } from '../../../shared/json.js';
import { sameBytes } from '../../../core/bytes.js';

const { l10n } = vscode;

const FILE = 'opencode.json';
const SCHEMA = '/schema.json';

/** URI of a sandbox's configuration document; the folder distinguishes the tabs of several sandboxes. */
export const configUri = ({ profile }: Sandbox): vscode.Uri =>
  vscode.Uri.from({
    scheme: CONFIG_SCHEME,
    authority: profile.id,
    path: `/${profile.name.replaceAll('/', '-')}/${FILE}`,
  });

/** The last loaded text, with a timestamp per content. */
interface Known {
  readonly config: JsonObject;
  readonly bytes: Uint8Array;
  readonly mtime: number;
}

const encode = (value: Json): Uint8Array => new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);

function parse(content: Uint8Array): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(content));
  } catch {
    // The parser's message quotes text around the error, which may be a secret.
    throw refused(l10n.t('This is not valid JSON. The mistakes are marked in the editor.'));
  }
  if (!isObject(value)) throw refused(l10n.t('The configuration must be an object.'));
  return value;
}

/** A document for each sandbox: reading requests it from the server, saving sends the changes. Secrets stay on the server. */
export class ConfigDocuments implements vscode.FileSystemProvider, Disposable {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly #known = new Map<string, Known>();
  /**
   * The configuration that an editor was opened with; edits are computed relative to it, even if others have changed it
   * since.
   */
  readonly #begun = new Map<string, JsonObject>();
  /** Documents that are being saved automatically, not by the user. */
  readonly #automatic = new Set<string>();
  /**
   * Documents saved just now: VS Code first receives the written text, then a change event if the server's differs (its
   * secrets are masked).
   */
  readonly #written = new Map<string, Known>();
  /** Schemas by sandbox and version, since they are large and do not change. */
  readonly #schemas = new Map<string, JsonObject | undefined>();
  readonly #bag: Disposable;
  #time = 0;

  readonly onDidChangeFile = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
    this.#bag = createBag(this.#changed, this.#watchConnections(), this.#watchSaves());
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    check(uri);
    const key = uri.toString();
    const saved = this.#written.get(key);
    this.#written.delete(key);
    const { bytes, mtime } = saved ?? (await this.#fresh(uri));
    const readonly = uri.path === SCHEMA ? { permissions: vscode.FilePermission.Readonly } : {};
    return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length, ...readonly };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    check(uri);
    const { bytes, config } = await this.#fresh(uri);
    this.#begun.set(uri.toString(), config);
    return bytes;
  }

  async writeFile(uri: vscode.Uri, content: Uint8Array): Promise<void> {
    check(uri);
    const sandbox = this.#sandboxAt(uri);
    const key = uri.toString();
    // Refuse auto save, as a partial edit would restart the server's agent. After the refusal, VS Code waits for the
    // user.
    if (this.#automatic.delete(key))
      throw refused(l10n.t('Save the configuration yourself: the server restarts when you do.'));
    await this.#withFileSystemErrors(sandbox, () => this.#save(uri, sandbox, content));
    this.#begun.delete(key);
    const now: Known = { config: {}, bytes: content, mtime: ++this.#time };
    this.#known.set(key, now);
    this.#written.set(key, now);
  }

  readDirectory(): [string, vscode.FileType][] {
    return [];
  }

  createDirectory(uri: vscode.Uri): never {
    throw noPermissions(uri);
  }

  delete(uri: vscode.Uri): never {
    throw noPermissions(uri);
  }

  rename(uri: vscode.Uri): never {
    throw noPermissions(uri);
  }

  dispose(): void {
    this.#bag.dispose();
  }

  #watchSaves(): Disposable {
    return createBag(
      vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
        if (reason === vscode.TextDocumentSaveReason.Manual) this.#automatic.delete(document.uri.toString());
        else if (document.uri.scheme === CONFIG_SCHEME) this.#automatic.add(document.uri.toString());
      }),
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (uri.scheme === CONFIG_SCHEME) this.#changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
      }),
    );
  }

  /** Reloads open documents after a reconnect, which every change of the configuration causes. */
  #watchConnections(): Disposable {
    const phases = new Map<string, string>();
    return this.#services.sandboxes.onDidUpdate(({ profile, connection }) => {
      const before = phases.get(profile.id);
      phases.set(profile.id, connection.phase);
      if (connection.phase !== 'connected' || before === 'connected') return;
      const own = [...this.#known.keys()]
        .map((key) => vscode.Uri.parse(key))
        .filter(({ authority }) => authority.toLowerCase() === profile.id.toLowerCase());
      this.#changed.fire(own.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
    });
  }

  #sandboxAt(uri: vscode.Uri): Sandbox {
    const found = this.#services.sandboxes.named(uri.authority);
    if (found === undefined) throw unavailable(l10n.t('This sandbox was removed.'));
    return found;
  }

  /** Converts errors to VS Code's file system errors, so that the text stays in the editor. */
  async #withFileSystemErrors<T>(sandbox: Sandbox, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (isFileSystemError(error)) throw error;
      const failure = toFailure(error);
      const text = `${sandbox.profile.name}: ${translate(failure.message)}`;
      this.#services.log.warn(text);
      throw failure.kind === 'rejected' ? refused(text) : unavailable(text);
    }
  }

  async #schemaOf(sandbox: Sandbox): Promise<JsonObject | undefined> {
    const server = await sandbox.ready();
    const key = `${sandbox.profile.id} ${server.identity.baseUrl} ${server.identity.version}`;
    if (!this.#schemas.has(key)) this.#schemas.set(key, await (await configurationOf(sandbox)).schema());
    return this.#schemas.get(key);
  }

  async #contentOf(uri: vscode.Uri, sandbox: Sandbox): Promise<JsonObject> {
    const schema = await this.#schemaOf(sandbox);
    if (uri.path === SCHEMA) return schema ?? {};
    const config = await (await configurationOf(sandbox)).read();
    return shownConfiguration(config, schema === undefined ? undefined : uri.with({ path: SCHEMA }).toString());
  }

  #fresh(uri: vscode.Uri): Promise<Known> {
    const sandbox = this.#sandboxAt(uri);
    const key = uri.toString();
    return this.#withFileSystemErrors(sandbox, async () => {
      const config = await this.#contentOf(uri, sandbox);
      const bytes = encode(config);
      const before = this.#known.get(key);
      const now =
        before !== undefined && sameBytes(before.bytes, bytes) ? before : { config, bytes, mtime: ++this.#time };
      this.#known.set(key, now);
      return now;
    });
  }

  async #save(uri: vscode.Uri, sandbox: Sandbox, content: Uint8Array): Promise<void> {
    const before = this.#begun.get(uri.toString()) ?? (await this.#fresh(uri)).config;
    const { patch, removed, hidden } = editOf(before, parse(content));
    if (removed.length > 0)
      throw refused(
        l10n.t('Settings can be changed here, but not removed. Restore: {0}', removed.slice(0, 10).join(', ')),
      );
    if (hidden.length > 0) throw refused(l10n.t('Enter these secrets again: {0}', hidden.slice(0, 10).join(', ')));
    if (Object.keys(patch).length === 0) return;
    if (!(await mayStopTurns(sandbox))) throw refused(l10n.t('Not saved: turns are running.'));
    const ignored = ignoredIn(patch, await (await configurationOf(sandbox)).patch(patch));
    if (ignored.length > 0)
      void showWarning(l10n.t('{0} ignored unknown settings: {1}', sandbox.profile.name, ignored.join(', ')));
  }
}

function check(uri: vscode.Uri): void {
  if (uri.path !== SCHEMA && !uri.path.endsWith(`/${FILE}`)) throw fileNotFound(uri);
}

/** Asks whether running turns may be stopped: the server restarts when its configuration changes. */
async function mayStopTurns(sandbox: Sandbox): Promise<boolean> {
  const running = sandbox.store.state.status.size;
  if (running === 0) return true;
  const go = l10n.t('Save and Stop Them');
  const chosen = await showWarning(
    l10n.t('Saving the configuration of {0} stops its running sessions: {1}.', sandbox.profile.name, running),
    { modal: true },
    go,
  );
  return chosen === go;
}
