/** Ms for a sign of life: whoever does not give it soon is asked again, or counts as gone. */
export const CHECK_MS = 10_000;
/** Ms for what a server has stored. A machine that is busy or was just woken takes many seconds for its first answers. */
export const READ_MS = 30_000;
/** Ms for what a server computes from a whole working tree or transcript, or starts programs for. */
export const SLOW_MS = 60_000;

/** Ms until the headers of an answer must be there, by method and end of the route; the first that fits counts. */
const DEADLINES: readonly (readonly [route: RegExp, ms: number])[] = [
  // Files of any size, whose names may be those of other routes.
  [/^\S+ \S*\/(?:api|v1)\/fs\/\S+$/, SLOW_MS],
  // Only reports that a server is there, and its kind.
  [/^GET \S*\/(?:health|info)$/, CHECK_MS],
  // Answers when the turn ends, or when the files are restored: after a timeout the outcome would be unknown.
  [/^POST \S*\/session\/[^/]+\/(?:prompt_async|command|shell|summarize|revert|unrevert|revert\/stage)$/, Infinity],
  [/^DELETE \S*\/session\/[^/]+\/revert$/, Infinity],
  // Reads the files that go along.
  [/^POST \S*\/session\/[^/]+\/prompt$/, SLOW_MS],
  [/^POST \S*\/vcs\/apply$/, Infinity],
  // The first of these starts the instance of a folder: plugins, MCP servers, lists of models from the network.
  [/^GET \S*\/(?:agent|command|config|providers?|model|default|path|location|request|form|current|doc)$/, SLOW_MS],
  // A changed configuration starts everything again.
  [/^(?:PATCH|PUT) \S*\/config$/, SLOW_MS],
  // Git, or a search, over the whole working tree.
  [/^GET \S*\/(?:diff|vcs|find|find\/file|file)$/, SLOW_MS],
  // A transcript of any length; a fork copies all messages.
  [/^\S+ \S*\/(?:message|fork)$/, SLOW_MS],
  // Starts the agent of a Sandbox Agent, or a shell.
  [/^POST \S*\/(?:session|pty)$/, SLOW_MS],
];

/** Ms until the headers of the answer must be there; infinite where the call takes as long as a turn. */
export const deadlineOf = (method: string, path: string): number =>
  DEADLINES.find(([route]) => route.test(`${method} ${path}`))?.[1] ?? READ_MS;
