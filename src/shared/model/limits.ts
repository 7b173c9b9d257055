/** Limits of unbounded data of a server; far more than anyone reads. */

/** Sessions, and open requests. */
export const MAX_SESSIONS = 20_000;
export const MAX_REQUESTS = 1_000;
/** Entries that wait in one session. */
export const MAX_INBOX = 200;
/** Parts that arrived before their message. */
export const MAX_ORPHANS = 200;
/** Characters of one text, of a message or of reasoning. */
export const MAX_TEXT = 4 * 1024 * 1024;
/** Entries of the agent's list, and characters of one. */
export const MAX_TODOS = 500;
export const MAX_TODO = 2_000;
