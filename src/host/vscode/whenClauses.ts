import { contextKeyId, VIEWS, type ContextKeys } from './ids.js';

/** Combines clauses with `&&`. */
export const and = (...clauses: readonly string[]): string =>
  clauses.length === 1
    ? clauses.join('')
    : clauses.map((clause) => (clause.includes(' || ') ? `(${clause})` : clause)).join(' && ');

/** The clause for a context key of the extension. */
export const key = (name: keyof ContextKeys): string => contextKeyId(name);

/** Never shown in the Command Palette. */
export const NEVER = 'false';

/**
 * A sandbox exists. Before activation, only the settings show this, and a local sandbox is not in the settings, so two
 * conditions are needed.
 */
export const ENABLED = `config.opencodeSandbox.sandboxes != '[]' || ${key('hasSandboxes')}`;

/** In the title of the sessions view, or on one of its rows. */
export const IN_SESSIONS = `view == ${VIEWS.sessions}`;

/** In the title of the chat view. */
export const IN_CHAT = `view == ${VIEWS.chat}`;

/** The chat view shows a session. */
export const CHAT_HAS_SESSION = and(IN_CHAT, key('hasSession'));

/** The active editor is a chat. */
export const IN_CHAT_EDITOR = `activeWebviewPanelId == '${VIEWS.chatEditor}'`;

/** The list of sessions has the keyboard focus. */
export const SESSIONS_FOCUS = `focusedView == '${VIEWS.sessions}' && listFocus`;

/** On items of the sessions view whose `contextValue` matches the regular expression. */
export const rows = (pattern: string): string => `${IN_SESSIONS} && viewItem =~ /${pattern}/`;

/** On items of sessions and sub-agents. */
export const SESSION_ROWS = rows('^(sub)?session;');

/** On the item with the changes of a session. */
export const CHANGES_ROW = `${IN_SESSIONS} && viewItem == changes`;

/** The editor shows a side of a session's change. */
export const IN_CHANGE = 'resourceScheme == opencode-sandbox-change';

/** The file is not a sandbox's. */
export const NOT_OF_SANDBOX = 'resourceScheme != opencode-sandbox';

/** The editor shows content that is not from a sandbox. */
export const OWN_TEXT = and(
  NOT_OF_SANDBOX,
  'resourceScheme != opencode-sandbox-text',
  'resourceScheme != opencode-sandbox-change',
);
