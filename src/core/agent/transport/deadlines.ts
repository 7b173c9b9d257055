/** Timeout in ms of a health check; after it, the check is repeated or the server counts as unreachable. */
export const CHECK_MS = 10_000;
/**
 * Timeout in ms for reading stored data. A machine that is busy or has just been woken takes many seconds for its first
 * responses.
 */
export const READ_MS = 30_000;
/** Timeout in ms for operations on a complete working tree or transcript, and for those that start programs. */
export const SLOW_MS = 60_000;

/** Timeouts in ms until the response headers arrive, by method and end of the route; the first match applies. */
const DEADLINES: readonly (readonly [route: RegExp, ms: number])[] = [
  // Files of any size. First, because their names may match other routes.
  [/^\S+ \S*\/(?:api|v1)\/fs\/\S+$/, SLOW_MS],
  // Only reports that the server runs, and its kind.
  [/^GET \S*\/(?:health|info)$/, CHECK_MS],
  // Responds when the turn has ended, or when the files are restored: after a timeout the outcome would be unknown.
  [/^POST \S*\/session\/[^/]+\/(?:prompt_async|command|shell|summarize|revert|unrevert|revert\/stage)$/, Infinity],
  [/^DELETE \S*\/session\/[^/]+\/revert$/, Infinity],
  // Reads the attached files.
  [/^POST \S*\/session\/[^/]+\/prompt$/, SLOW_MS],
  [/^POST \S*\/vcs\/apply$/, Infinity],
  // The first of these requests starts the instance of a folder: plugins, MCP servers, model lists from the network.
  [/^GET \S*\/(?:agent|command|config|providers?|model|default|path|location|request|form|current|doc)$/, SLOW_MS],
  // A changed configuration restarts the instances.
  [/^(?:PATCH|PUT) \S*\/config$/, SLOW_MS],
  // Runs Git or a search on the complete working tree.
  [/^GET \S*\/(?:diff|vcs|find|find\/file|file)$/, SLOW_MS],
  // Reads a transcript of any length; a fork copies all messages.
  [/^\S+ \S*\/(?:message|fork)$/, SLOW_MS],
  // Starts the agent of a Sandbox Agent, or a shell.
  [/^POST \S*\/(?:session|pty)$/, SLOW_MS],
];

/** The timeout in ms until the response headers arrive; infinite if the call takes as long as a turn. */
export const deadlineOf = (method: string, path: string): number =>
  DEADLINES.find(([route]) => route.test(`${method} ${path}`))?.[1] ?? READ_MS;
