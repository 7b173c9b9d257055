import type { CommandArguments } from './commandArguments.js';
import type { COMMANDS, SETTINGS } from './contributed.js';

type CommandTable = typeof COMMANDS;

/** A feature that has commands. */
export type CommandFeature = keyof CommandTable;

/** The shape of each command's arguments, by name. */
type Shapes = UnionToIntersection<CommandTable[CommandFeature]>;
type UnionToIntersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;

/** Name of a command: its ID without `opencodeSandbox.`. */
export type CommandName = keyof Shapes;

/** The arguments of a command when the extension runs it. */
export type ArgumentsOf<N extends CommandName> = CommandArguments[Shapes[N]];

/** Prefix of all IDs of the extension. */
export const PREFIX = 'opencodeSandbox';

/** The ID of a command. */
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
  /** The active chat shows a session. */
  hasSession: boolean;
  /** A chat has the keyboard focus. */
  chatFocus: boolean;
  /** The session of the active chat is running. */
  sessionRunning: boolean;
  /** There are unsent comments on a review. */
  hasReviewComments: boolean;
  /** The active editor is a review of the extension. */
  reviewActive: boolean;
}

/** The ID of a context key in `when` clauses. */
export const contextKeyId = (key: keyof ContextKeys): string => `${PREFIX}.${key}`;

/** Name of a setting of the extension. */
export type SettingName = keyof typeof SETTINGS;

/** URI scheme of files in a sandbox; the authority is the sandbox's ID. */
export const SCHEME = 'opencode-sandbox';

/** URI scheme of documents generated from a session (a tool's output, one side of a diff). */
export const TEXT_SCHEME = 'opencode-sandbox-text';

/** URI scheme of a sandbox's configuration document; the authority is the sandbox's ID. */
export const CONFIG_SCHEME = 'opencode-sandbox-config';
