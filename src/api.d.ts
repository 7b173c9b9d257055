/** Input of every action: the name or ID of a sandbox; the default sandbox if absent. */
export interface SandboxInput {
  readonly sandbox?: string;
}

/** Input of an action on a session. */
export interface SessionInput extends SandboxInput {
  /** ID of the session, such as `ses_1a2b3c`. */
  readonly sessionId: string;
}

/**
 * A session as the server describes it. It has further members, which depend on the protocol: `version` is that of the
 * server, 1.x for OpenCode 1 and 2.x for OpenCode 2. A Sandbox Agent uses the protocol of OpenCode 1.
 */
export interface SessionInfo {
  readonly id: string;
  readonly title: string;
  readonly directory: string;
  readonly slug?: string;
  readonly version?: string;
  /** Ms since 1970. */
  readonly time: { readonly created: number; readonly updated: number };
  readonly summary?: { readonly additions: number; readonly deletions: number; readonly files: number };
  readonly [more: string]: unknown;
}

/** A message as the server describes it; `parts` have the format of the server's protocol (see `SessionInfo.version`). */
export interface MessageInfo {
  readonly info: {
    readonly id: string;
    readonly role: 'user' | 'assistant';
    /** Ms since 1970; a running turn has no `completed`. */
    readonly time: { readonly created: number; readonly completed?: number };
    /** In USD. */
    readonly cost?: number;
    readonly tokens?: Readonly<Record<string, unknown>>;
    readonly finish?: string;
    readonly [more: string]: unknown;
  };
  readonly parts: readonly Readonly<Record<string, unknown>>[];
}

/**
 * The API that `activate()` of this extension returns:
 * `vscode.extensions.getExtension('opencode-sandbox.opencode-sandbox')`. Every action rejects with an Error whose
 * message names the sandbox and the reason.
 */
export interface SandboxApi {
  /** Version of this API; increases when something that is described here changes or is removed. */
  readonly version: 1;
  opencodeCreateSession(input?: SandboxInput): Promise<{ readonly session: SessionInfo }>;
  /** Resolves when the server has accepted the prompt; use `opencodeGetMessages` to read the answer. */
  opencodeSendPrompt(
    input: SessionInput & { readonly prompt: string },
  ): Promise<{ readonly success: true; readonly result: '' }>;
  opencodeGetMessages(input: SessionInput): Promise<{ readonly messages: readonly MessageInfo[] }>;
  opencodeGetSession(input: SessionInput): Promise<{ readonly session: SessionInfo }>;
  opencodeListSessions(input?: SandboxInput): Promise<{ readonly sessions: readonly SessionInfo[] }>;
}
