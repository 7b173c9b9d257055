import { contextKeyId, VIEWS, type ContextKeys } from './ids.js';

/** The conjunction of clauses. */
export const and = (...clauses: readonly string[]): string =>
  clauses.length === 1
    ? clauses.join('')
    : clauses.map((clause) => (clause.includes(' || ') ? `(${clause})` : clause)).join(' && ');

/** The clause of a context key of ours. */
export const key = (name: keyof ContextKeys): string => contextKeyId(name);

/** Never in the palette. */
export const NEVER = 'false';

/**
 * There is a sandbox. Before activation only the settings tell, and a local sandbox stands in none, so that no single
 * context key can say it.
 */
export const ENABLED = `config.opencodeSandbox.sandboxes != '[]' || ${key('hasSandboxes')}`;

/** In the title of the sessions view, or on one of its rows. */
export const IN_SESSIONS = `view == ${VIEWS.sessions}`;

/** In the title of the chat view. */
export const IN_CHAT = `view == ${VIEWS.chat}`;

/** The chat view shows a session. */
export const CHAT_HAS_SESSION = and(IN_CHAT, key('hasSession'));

/** A chat in an editor tab is in front. */
export const IN_CHAT_EDITOR = `activeWebviewPanelId == '${VIEWS.chatEditor}'`;

/** The keyboard is in the list of sessions. */
export const SESSIONS_FOCUS = `focusedView == '${VIEWS.sessions}' && listFocus`;

/** On rows of the sessions view whose `contextValue` matches the regular expression. */
export const rows = (pattern: string): string => `${IN_SESSIONS} && viewItem =~ /${pattern}/`;

/** On rows of sessions and of their sub-agents. */
export const SESSION_ROWS = rows('^(sub)?session;');

/** On the row that holds the changes of a session. */
export const CHANGES_ROW = `${IN_SESSIONS} && viewItem == changes`;

/** The editor shows one side of a change of a session. */
export const IN_CHANGE = 'resourceScheme == opencode-sandbox-change';

/** The file is none of a sandbox's. */
export const NOT_OF_SANDBOX = 'resourceScheme != opencode-sandbox';

/** The editor shows nothing that comes from a sandbox. */
export const OWN_TEXT = and(
  NOT_OF_SANDBOX,
  'resourceScheme != opencode-sandbox-text',
  'resourceScheme != opencode-sandbox-change',
);
