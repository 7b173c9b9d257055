/** What every action takes: a sandbox by its name or id; without one the default sandbox. */
export interface SandboxInput {
  readonly sandbox?: string;
}

/** An action on a session. */
export interface SessionInput extends SandboxInput {
  /** Such as `ses_1a2b3c`. */
  readonly sessionId: string;
}

/**
 * A session as the server describes it; there is more than is named here, which depends on the protocol: `version` is that
 * of the server, 1.x of OpenCode 1 and 2.x of OpenCode 2. A Sandbox Agent speaks the protocol of OpenCode 1.
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

/** A message as the server describes it; `parts` are those of the server's protocol (see `SessionInfo.version`). */
export interface MessageInfo {
  readonly info: {
    readonly id: string;
    readonly role: 'user' | 'assistant';
    /** Ms since 1970; a turn that goes on has no `completed`. */
    readonly time: { readonly created: number; readonly completed?: number };
    /** USD. */
    readonly cost?: number;
    readonly tokens?: Readonly<Record<string, unknown>>;
    readonly finish?: string;
    readonly [more: string]: unknown;
  };
  readonly parts: readonly Readonly<Record<string, unknown>>[];
}

/**
 * What `activate()` of this extension returns: `vscode.extensions.getExtension('opencode-sandbox.opencode-sandbox')`.
 * Every action rejects with an Error that says what happened and to which sandbox.
 */
export interface SandboxApi {
  /** Of this API: rises when something that is described here changes or goes. */
  readonly version: 1;
  opencodeCreateSession(input?: SandboxInput): Promise<{ readonly session: SessionInfo }>;
  /** Resolves when the server has the prompt; the answer is read with `opencodeGetMessages`. */
  opencodeSendPrompt(
    input: SessionInput & { readonly prompt: string },
  ): Promise<{ readonly success: true; readonly result: '' }>;
  opencodeGetMessages(input: SessionInput): Promise<{ readonly messages: readonly MessageInfo[] }>;
  opencodeGetSession(input: SessionInput): Promise<{ readonly session: SessionInfo }>;
  opencodeListSessions(input?: SandboxInput): Promise<{ readonly sessions: readonly SessionInfo[] }>;
}
