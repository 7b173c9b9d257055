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

/** The configuration of a sandbox as a document; its folder distinguishes tabs of several sandboxes. */
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
export function createConfigDocuments(services: Services): vscode.FileSystemProvider & Disposable {
  const changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  const known = new Map<string, Known>();
  /** The original text of an editor: edits are computed from it, whatever others changed in the meantime. */
  const begun = new Map<string, JsonObject>();
  /** Saved automatically, not by the user. */
  const automatic = new Set<string>();
  const saving = createBag(
    vscode.workspace.onWillSaveTextDocument(({ document, reason }) => {
      if (reason === vscode.TextDocumentSaveReason.Manual) automatic.delete(document.uri.toString());
      else if (document.uri.scheme === CONFIG_SCHEME) automatic.add(document.uri.toString());
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.scheme === CONFIG_SCHEME) changed.fire([{ type: vscode.FileChangeType.Changed, uri }]);
    }),
  );
  /** Saved just now: VS Code first hears of the text it wrote, then that the server's differs (secrets are masked in it). */
  const written = new Map<string, Known>();
  /** After a gap, which every change of the configuration causes, open documents are reloaded. */
  const phases = new Map<string, string>();
  const reconnecting = services.sandboxes.onDidUpdate(({ profile, connection }) => {
    const before = phases.get(profile.id);
    phases.set(profile.id, connection.phase);
    if (connection.phase !== 'connected' || before === 'connected') return;
    const own = [...known.keys()]
      .map((key) => vscode.Uri.parse(key))
      .filter(({ authority }) => authority.toLowerCase() === profile.id.toLowerCase());
    changed.fire(own.map((uri) => ({ type: vscode.FileChangeType.Changed, uri })));
  });
  let time = 0;

  const sandboxAt = (uri: vscode.Uri): Sandbox => {
    const found = services.sandboxes.named(uri.authority);
    if (found === undefined) throw unavailable(l10n.t('This sandbox was removed.'));
    return found;
  };
  /** Maps errors to VS Code's file system errors, so that the text stays in the editor. */
  const told = async <T>(sandbox: Sandbox, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (isFileSystemError(error)) throw error;
      const failure = toFailure(error);
      const text = `${sandbox.profile.name}: ${translate(failure.message)}`;
      services.log.warn(text);
      throw failure.kind === 'rejected' ? refused(text) : unavailable(text);
    }
  };

  /** By sandbox and version: it is large and does not change. */
  const schemas = new Map<string, JsonObject | undefined>();
  const schemaOf = async (sandbox: Sandbox): Promise<JsonObject | undefined> => {
    const server = await sandbox.ready();
    const key = `${sandbox.profile.id} ${server.identity.baseUrl} ${server.identity.version}`;
    if (!schemas.has(key)) schemas.set(key, await (await configurationOf(sandbox)).schema());
    return schemas.get(key);
  };
  const contentOf = async (uri: vscode.Uri, sandbox: Sandbox): Promise<JsonObject> => {
    const schema = await schemaOf(sandbox);
    if (uri.path === SCHEMA) return schema ?? {};
    const config = await (await configurationOf(sandbox)).read();
    return shownConfiguration(config, schema === undefined ? undefined : uri.with({ path: SCHEMA }).toString());
  };
  const fresh = (uri: vscode.Uri): Promise<Known> => {
    const sandbox = sandboxAt(uri);
    return told(sandbox, async () => {
      const config = await contentOf(uri, sandbox);
      const bytes = encode(config);
      const before = known.get(uri.toString());
      const now = before !== undefined && sameBytes(before.bytes, bytes) ? before : { config, bytes, mtime: ++time };
      known.set(uri.toString(), now);
      return now;
    });
  };

  const check = (uri: vscode.Uri): void => {
    if (uri.path !== SCHEMA && !uri.path.endsWith(`/${FILE}`)) throw fileNotFound(uri);
  };
  const save = async (uri: vscode.Uri, sandbox: Sandbox, content: Uint8Array): Promise<void> => {
    const { patch, removed, hidden } = editOf(begun.get(uri.toString()) ?? (await fresh(uri)).config, parse(content));
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
  };

  return {
    onDidChangeFile: changed.event,
    watch: () => new vscode.Disposable(() => {}),
    async stat(uri) {
      check(uri);
      const key = uri.toString();
      const saved = written.get(key);
      written.delete(key);
      const { bytes, mtime } = saved ?? (await fresh(uri));
      const readonly = uri.path === SCHEMA ? { permissions: vscode.FilePermission.Readonly } : {};
      return { type: vscode.FileType.File, ctime: 0, mtime, size: bytes.length, ...readonly };
    },
    async readFile(uri) {
      check(uri);
      const { bytes, config } = await fresh(uri);
      begun.set(uri.toString(), config);
      return bytes;
    },
    async writeFile(uri, content) {
      check(uri);
      const sandbox = sandboxAt(uri);
      // A partial edit would restart the server's agent. After a refusal VS Code waits for the user.
      if (automatic.delete(uri.toString()))
        throw refused(l10n.t('Save the configuration yourself: the server restarts when you do.'));
      await told(sandbox, () => save(uri, sandbox, content));
      begun.delete(uri.toString());
      const now: Known = { config: {}, bytes: content, mtime: ++time };
      known.set(uri.toString(), now);
      written.set(uri.toString(), now);
    },
    readDirectory: () => [],
    createDirectory: (uri) => {
      throw noPermissions(uri);
    },
    delete: (uri) => {
      throw noPermissions(uri);
    },
    rename: (uri) => {
      throw noPermissions(uri);
    },
    dispose() {
      saving.dispose();
      reconnecting.dispose();
      changed.dispose();
    },
  };
}

/** The server restarts with a changed configuration, which ends its turns: ask the user. */
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
