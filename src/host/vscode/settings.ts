import * as vscode from 'vscode';
import { createEmitter, type Disposable, type Event } from '../../core/emitter.js';
import { parseProfiles, type ConnectionProfile, type ParsedProfiles } from '../../core/sandbox/profile.js';
import { readCostAlert, type CostAlert } from '../../core/cost/ledger.js';
import { readTemplates, type Template } from '../../core/send/template.js';
import { sandboxId, type SandboxId } from '../../shared/model/ids.js';
import { SETTINGS } from './contributed.js';
import { PREFIX, type SettingName } from './ids.js';
import { LOG_LEVELS, type LogLevel } from './log.js';

/** When to notify about sessions that are not visible. */
export type Notifications = 'all' | 'waiting' | 'none';

/** The validated settings: they have the right types regardless of the content of the files. */
export interface Settings extends Disposable {
  readonly onDidChange: Event<(name: SettingName) => boolean>;
  readonly sandboxes: ParsedProfiles;
  /** The IDs of all entries, including invalid ones. */
  readonly sandboxIds: readonly SandboxId[];
  readonly defaultSandbox: string;
  readonly idleDisconnectMinutes: number;
  readonly showReasoning: boolean;
  readonly enterSends: boolean;
  readonly notifications: Notifications;
  readonly promptTemplates: readonly Template[];
  readonly costAlert: CostAlert;
  readonly opencodePath: string;
  readonly sandboxAgentPath: string;
  readonly editSandboxFiles: boolean;
  readonly logLevel: LogLevel;
  /** Whether plain http to this address was allowed. */
  allowsInsecure(url: string): boolean;
  allowInsecure(url: string): Promise<void>;
  /** Writes a sandbox, replacing the one with the same ID. */
  saveSandbox(profile: ConnectionProfile): Promise<void>;
  removeSandbox(id: string): Promise<void>;
}

const read = (name: SettingName): unknown => vscode.workspace.getConfiguration(PREFIX).get(name) ?? SETTINGS[name];
const text = (name: SettingName): string => {
  const value = read(name);
  return typeof value === 'string' ? value.trim() : '';
};
const flag = (name: SettingName): boolean => {
  const value = read(name);
  return typeof value === 'boolean' ? value : SETTINGS[name] === true;
};
const oneOf = <T extends string>(name: SettingName, values: readonly T[], otherwise: T): T =>
  values.find((value) => value === text(name)) ?? otherwise;
const write = async (name: SettingName, value: unknown): Promise<void> =>
  vscode.workspace.getConfiguration(PREFIX).update(name, value, vscode.ConfigurationTarget.Global);

/** All entries in the user's settings, including invalid ones, which are preserved. */
function entries(): readonly unknown[] {
  const value = vscode.workspace.getConfiguration(PREFIX).inspect<unknown>('sandboxes')?.globalValue;
  return Array.isArray(value) ? value : [];
}

const hasId = (entry: unknown, id: string): boolean =>
  typeof entry === 'object' && entry !== null && 'id' in entry && entry.id === id;

const hasTextId = (entry: unknown): entry is { readonly id: string } =>
  typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string';

const allowed = (): readonly string[] => {
  const value = read('allowInsecureHttp');
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
};

const originOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).origin : undefined);

/** Reads the settings on each access. */
export function createSettings(): Settings {
  const changed = createEmitter<(name: SettingName) => boolean>();
  const subscription = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(PREFIX)) changed.fire((name) => event.affectsConfiguration(`${PREFIX}.${name}`));
  });
  return {
    onDidChange: changed.event,
    get sandboxes() {
      return parseProfiles(entries());
    },
    get sandboxIds() {
      return entries().flatMap((entry) => (hasTextId(entry) ? [sandboxId(entry.id)] : []));
    },
    get defaultSandbox() {
      return text('defaultSandbox');
    },
    get idleDisconnectMinutes() {
      const value = read('idleDisconnectMinutes');
      return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : SETTINGS.idleDisconnectMinutes;
    },
    get showReasoning() {
      return flag('showReasoning');
    },
    get enterSends() {
      return flag('enterSends');
    },
    get notifications() {
      return oneOf<Notifications>('notifications', ['all', 'waiting', 'none'], 'all');
    },
    get promptTemplates() {
      return readTemplates(read('promptTemplates'));
    },
    get costAlert() {
      return readCostAlert(read('costAlert'));
    },
    get opencodePath() {
      return text('opencodePath');
    },
    get sandboxAgentPath() {
      return text('sandboxAgentPath');
    },
    get editSandboxFiles() {
      return flag('editSandboxFiles');
    },
    get logLevel() {
      return oneOf<LogLevel>('logLevel', LOG_LEVELS, 'info');
    },
    allowsInsecure: (url) =>
      read('allowInsecureHttp') === true || allowed().some((entry) => originOf(entry) === originOf(url)),
    async allowInsecure(url) {
      const origin = originOf(url);
      if (origin !== undefined && !this.allowsInsecure(url)) await write('allowInsecureHttp', [...allowed(), origin]);
    },
    async saveSandbox(profile) {
      const { kind, ...rest } = profile;
      const entry = kind === 'auto' ? rest : profile;
      const at = entries().findIndex((other) => hasId(other, profile.id));
      await write('sandboxes', at < 0 ? [...entries(), entry] : entries().with(at, entry));
    },
    removeSandbox: (id) =>
      write(
        'sandboxes',
        entries().filter((entry) => !hasId(entry, id)),
      ),
    dispose() {
      subscription.dispose();
      changed.dispose();
    },
  };
}
