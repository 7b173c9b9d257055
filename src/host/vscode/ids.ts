/** Every command there is, by its name after `opencodeSandbox.`; package.json contributes exactly these. */
export const COMMANDS = [
  'addSandbox',
  'editSandbox',
  'removeSandbox',
  'testConnection',
  'connect',
  'disconnect',
  'signIn',
  'importCredentials',
  'startLocalSandbox',
  'stopLocalSandbox',
  'deployToFly',
  'newSession',
  'openRow',
  'openSession',
  'openSessionInEditor',
  'renameSession',
  'deleteSession',
  'archiveSession',
  'forkSession',
  'abortSession',
  'answerRequest',
  'compactSession',
  'exportTranscript',
  'findSession',
  'refresh',
  'sendPrompt',
  'sendSelection',
  'sendFile',
  'sendFolder',
  'sendDiagnostics',
  'sendTerminalSelection',
  'sendChanges',
  'sendBranch',
  'sendTestFailure',
  'sendTemplate',
  'sendFrom',
  'attachToPrompt',
  'attachFile',
  'selectModel',
  'selectAgent',
  'runCommand',
  'copySessionLink',
  'openInBrowser',
  'editConfiguration',
  'remoteControl',
  'reviewChanges',
  'reviewLastTurn',
  'reviewWorkingTree',
  'openChange',
  'applyChanges',
  'applyFile',
  'applyHunk',
  'undoApply',
  'saveAsPatch',
  'downloadFile',
  'pushLocalChanges',
  'offerLocalChanges',
  'mapSandboxFolder',
  'addReviewComment',
  'deleteReviewComment',
  'sendReviewComments',
  'openPath',
  'openSandboxFile',
  'openSandboxFolder',
  'searchSandbox',
  'openSandboxTerminal',
  'attachTerminal',
  'findInChat',
  'previousPrompt',
  'nextPrompt',
  'showLog',
  'showTraffic',
] as const;

/** Name of a command of ours. */
export type CommandName = (typeof COMMANDS)[number];

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

/** Facts that `when` clauses ask for, with the type of each. */
export interface ContextKeys {
  /** At least one sandbox is configured. */
  hasSandboxes: boolean;
  /** This window runs a local server. */
  hasLocal: boolean;
  /** At least one sandbox is connected. */
  connected: boolean;
  /** The chat in front shows a session. */
  hasSession: boolean;
  /** A chat has the keyboard. */
  chatFocus: boolean;
  /** The session of the chat in front works. */
  sessionRunning: boolean;
  /** Comments on a review wait to be sent. */
  hasReviewComments: boolean;
  /** The editor in front is a review of ours. */
  reviewActive: boolean;
}

/** The id a `when` clause uses. */
export const contextKeyId = (key: keyof ContextKeys): string => `${PREFIX}.${key}`;

/** Every setting, by its name after `opencodeSandbox.`, with its default; package.json says the same. */
export const SETTINGS = {
  sandboxes: [],
  defaultSandbox: '',
  allowInsecureHttp: [],
  idleDisconnectMinutes: 30,
  showReasoning: true,
  enterSends: true,
  notifications: 'all',
  promptTemplates: [],
  costAlert: { session: 0, day: 0, action: 'tell' },
  opencodePath: '',
  sandboxAgentPath: '',
  logLevel: 'info',
} as const;

/** Name of a setting of ours. */
export type SettingName = keyof typeof SETTINGS;

/** Scheme of files in a sandbox; the authority is the sandbox's id. */
export const SCHEME = 'opencode-sandbox';

/** Scheme of texts that we make from a session (a tool's output, one side of a diff). */
export const TEXT_SCHEME = 'opencode-sandbox-text';

/** Scheme of a sandbox's configuration as a document; the authority is the sandbox's id. */
export const CONFIG_SCHEME = 'opencode-sandbox-config';
