/** Limits of unbounded data from a server, far above what a person reads. */

/** Number of sessions, and of open requests. */
export const MAX_SESSIONS = 20_000;
export const MAX_REQUESTS = 1_000;
/** Number of inbox entries of a session. */
export const MAX_INBOX = 200;
/** Number of parts that arrived before their message. */
export const MAX_ORPHANS = 200;
/** Length of one text of a message or of reasoning, in characters. */
export const MAX_TEXT = 4 * 1024 * 1024;
/** Number of entries of the agent's to-do list, and length of an entry in characters. */
export const MAX_TODOS = 500;
export const MAX_TODO = 2_000;
