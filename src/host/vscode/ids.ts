import type { CommandArguments } from './commandArguments.js';
import type { COMMANDS, SETTINGS } from './contributed.js';

type CommandTable = typeof COMMANDS;

/** A feature that has commands. */
export type CommandFeature = keyof CommandTable;

/** The shape of what each command takes, by its name. */
type Shapes = UnionToIntersection<CommandTable[CommandFeature]>;
type UnionToIntersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;

/** Name of a command: what stands after `opencodeSandbox.` in its ID. */
export type CommandName = keyof Shapes;

/** What a command takes when our own code runs it. */
export type ArgumentsOf<N extends CommandName> = CommandArguments[Shapes[N]];

/** All our ids begin with this. */
export const PREFIX = 'opencodeSandbox';

/** The id VS Code knows a command by. */
export const commandId = (name: CommandName): string => `${PREFIX}.${name}`;

/** Views and view types. */
export const VIEWS = {
  container: 'opencodeSandbox',
  sessions: 'opencodeSandbox.sessions',
  chat: 'opencodeSandbox.chat',
  chatEditor: 'opencodeSandbox.chatEditor',
} as const;

/** Context keys of `when` clauses, with their types. */
export interface ContextKeys {
  /** At least one sandbox is configured. */
  hasSandboxes: boolean;
  /** This window runs a local server. */
  hasLocal: boolean;
  /** At least one sandbox is connected. */
  connected: boolean;
  /** The chat in front shows a session. */
  hasSession: boolean;
  /** A chat has the keyboard focus. */
  chatFocus: boolean;
  /** The session of the active chat is running. */
  sessionRunning: boolean;
  /** Comments on a review wait to be sent. */
  hasReviewComments: boolean;
  /** The editor in front is a review of ours. */
  reviewActive: boolean;
}

/** The id a `when` clause uses. */
export const contextKeyId = (key: keyof ContextKeys): string => `${PREFIX}.${key}`;

/** Name of a setting of ours. */
export type SettingName = keyof typeof SETTINGS;

/** Scheme of files in a sandbox; the authority is the sandbox's id. */
export const SCHEME = 'opencode-sandbox';

/** Scheme of texts that we make from a session (a tool's output, one side of a diff). */
export const TEXT_SCHEME = 'opencode-sandbox-text';

/** Scheme of a sandbox's configuration as a document; the authority is the sandbox's id. */
export const CONFIG_SCHEME = 'opencode-sandbox-config';
