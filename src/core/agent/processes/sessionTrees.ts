import type { FileChange } from '../../../shared/model/entities.js';
import { isSessionId, messageId, type MessageId, type SessionId } from '../../../shared/model/ids.js';
import type { ProcessesPort } from '../ports.js';
import { parseDiff, PRINT_TREE_DIFF } from './diff.js';
import { ADD_LISTING, FIND_LARGE, withLargeFiles } from './largeFiles.js';
import { ADD_TO_COPY, createGit, gitFailure, SCRATCH, SCRATCH_OBJECTS, textOf } from './git.js';

/**
 * Records the working tree before and after the turns of a session, for servers that do not track changes. Each is a
 * tree object under a private ref: nothing is committed, and neither an index nor a file is modified. The tree at the
 * start of a turn is the `before` side, so that changes of sessions in the same folder are distinguished unless they
 * run at the same time.
 */
export interface SessionTrees {
  /** Records the tree before a prompt. */
  begin(session: SessionId, message: MessageId, directory: string): Promise<void>;
  /** Records the tree after the newest turn; returns its prompt if the turn was recorded as begun and not as ended. */
  end(session: SessionId, directory: string): Promise<MessageId | undefined>;
  /** Changes of one turn; of an unfinished turn, up to now. */
  turn(session: SessionId, message: MessageId, directory: string, signal?: AbortSignal): Promise<readonly FileChange[]>;
  /** Changes of each ended turn, without patches. */
  turns(session: SessionId, directory: string): Promise<ReadonlyMap<MessageId, readonly FileChange[]>>;
  /** Sessions that have recorded trees. */
  sessions(directory: string): Promise<readonly SessionId[]>;
  /** Removes the trees of a session. */
  forget(session: SessionId, directory: string): Promise<void>;
}

const REFS = 'refs/opencode-sandbox';
const TOP = `repository; top=$(g rev-parse --show-toplevel) && cd -- "$top" || exit 1`;
/** A name that Git accepts as a component of a ref; all IDs of servers match. */
const NAME = /^\w[\w-]{0,200}$/;
const KEEP_TREE = `${SCRATCH}${FIND_LARGE}${ADD_TO_COPY}${ADD_LISTING}
tree=$(g write-tree) && g -c core.logAllRefUpdates=false update-ref`;

const BEGIN = `${TOP}
g rev-parse --verify -q "$1" >/dev/null && exit 0
${KEEP_TREE} "$1" "$tree"`;
const END = `${TOP}
last=$(g for-each-ref --format='%(refname)' "$1/" | grep '/before$' | tail -n 1)
[ -n "$last" ] || exit 0
last=\${last%/before}
g rev-parse --verify -q "$last/after" >/dev/null && exit 0
${KEEP_TREE} "$last/after" "$tree" && printf %s "\${last##*/}"`;
/** `$a` and `$b`: the trees of the turn "$1/$2"; a turn whose end was not observed ends where the next one begins. */
const TREES = `
a=$(g rev-parse --verify -q "$1/$2/before^{tree}") || a=
b=$(g rev-parse --verify -q "$1/$2/after^{tree}") || {
  next=$(g for-each-ref --format='%(refname)' "$1/" | grep '/before$' | sed -n "\\\\|/$2/before\\$|{n;p;}")
  b=\${next:+$(g rev-parse --verify -q "$next^{tree}")}
}`;
const TURN = `${TOP}
${TREES}
[ -n "$a" ] || exit 0
if [ -z "$b" ]; then
  ${SCRATCH}${SCRATCH_OBJECTS}${FIND_LARGE}${ADD_TO_COPY}${ADD_LISTING}
  b=$(g write-tree) || exit 1
fi
set -- "$a" "$b"
${PRINT_TREE_DIFF}`;
const TURNS = `${TOP}
${SCRATCH}
for name in $(g for-each-ref --format='%(refname)' "$1/" | grep '/before$' | tail -n 200); do
  name=\${name%/before}
  name=\${name##*/}
  set -- "$1" "$name"
  ${TREES}
  [ -n "$b" ] || continue
  (set -- "$a" "$b"; ${PRINT_TREE_DIFF}) >"$s/diff"
  printf '%s %s\\n' "$name" "$(wc -c <"$s/diff")"
  cat "$s/diff"
done`;
const SESSIONS = `repository
g for-each-ref --format='%(refname:lstrip=2)' '${REFS}/' | cut -d/ -f1 | sort -u`;
const FORGET = `repository
g for-each-ref --format='delete %(refname)' "$1/" | g update-ref --stdin`;

/** Timeout in ms for a tree before a prompt, so that the prompt does not wait for a large repository. */
const BEGIN_TIMEOUT_MS = 15_000;
/** Timeout in ms while loading the messages of a session, which are shown without changes then. */
const TURNS_TIMEOUT_MS = 10_000;

/** Creates it with the Git program of the sandbox. */
export function createSessionTrees(processes: ProcessesPort): SessionTrees {
  const git = createGit(processes);
  const refOf = (session: SessionId): string | undefined => (NAME.test(session) ? `${REFS}/${session}` : undefined);
  const run = async (
    script: string,
    args: readonly (string | undefined)[],
    directory: string,
    options: { timeout?: number; signal?: AbortSignal | undefined } = {},
  ): Promise<Uint8Array> => {
    const known = args.filter((argument) => argument !== undefined);
    if (known.length < args.length) return new Uint8Array();
    const { timeout } = options;
    const result = await git.script(
      script,
      known,
      { directory, ...(timeout === undefined ? {} : { timeout }) },
      options.signal,
    );
    if (result.exitCode !== 0 && !result.truncated) throw gitFailure(result);
    return result.stdout;
  };
  const named = (id: string): string | undefined => (NAME.test(id) ? id : undefined);

  return {
    async begin(session, message, directory) {
      const ref = named(message) === undefined ? undefined : refOf(session);
      const args = [ref === undefined ? undefined : `${ref}/${message}/before`];
      await run(BEGIN, args, directory, { timeout: BEGIN_TIMEOUT_MS });
    },
    async end(session, directory) {
      const ended = textOf(await run(END, [refOf(session)], directory));
      return ended === '' ? undefined : messageId(ended);
    },
    turn: async (session, message, directory, signal) =>
      withLargeFiles(parseDiff(await run(TURN, [refOf(session), named(message)], directory, { signal }))),
    turns: async (session, directory) =>
      parseTurns(await run(TURNS, [refOf(session)], directory, { timeout: TURNS_TIMEOUT_MS })),
    sessions: async (directory) =>
      textOf(await run(SESSIONS, [], directory))
        .split('\n')
        .filter(isSessionId),
    async forget(session, directory) {
      await run(FORGET, [refOf(session)], directory);
    },
  };
}

function withoutPatch(change: FileChange): FileChange {
  const { patch: _, ...rest } = change;
  return rest;
}

/** Parses consecutive diffs, each preceded by a line with its prompt and its length; a truncated one is left out. */
function parseTurns(output: Uint8Array): ReadonlyMap<MessageId, readonly FileChange[]> {
  const turns = new Map<MessageId, readonly FileChange[]>();
  for (let at = 0; at < output.length;) {
    const line = output.indexOf(10, at);
    if (line < 0) break;
    const [message = '', length = ''] = textOf(output.subarray(at, line)).split(/ +/);
    const end = line + 1 + Number(length);
    if (!Number.isSafeInteger(end) || end > output.length) break;
    turns.set(messageId(message), withLargeFiles(parseDiff(output.subarray(line + 1, end))).map(withoutPatch));
    at = end;
  }
  return turns;
}
