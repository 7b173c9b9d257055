// The fixed scripts that run a program in the sandbox. Variable values are passed as arguments, never as part of the
// script's text.
import { Failure } from '../../failure.js';
import type { RunOptions, RunResult } from '../ports.js';

/** Default timeout in ms, after which a program is killed. */
const TIMEOUT_MS = 30_000;
const MAX_OUTPUT = 16 * 1024 * 1024;
/** Lines that the client types to the script. */
export const LINES = {
  hello: (connection: number) => `hello${connection}\n`,
  start: 'start\n',
  confirm: (piece: number) => `${piece}\n`,
} as const;
/** Exit code of the scripts if the program did not run. */
const NO_DIRECTORY = 251;
/** Exit code of a program that `timeout` killed. */
const KILLED = 137;
/** Control characters in the output, which is otherwise base64. */
export const MARKS = { ready: '\u0002', result: '\u0003', piece: '\u0004', end: '\u0005', kept: '\u0006' } as const;

/**
 * Runs "$@" in "$dir" with the input "$d/in" and stores its output. A signal to the script ends the program; the
 * deadline applies even if no client is connected.
 */
const RUN = `
trap '[ -z "$p" ] || kill "$p" 2>/dev/null; exit 143' HUP INT TERM
mkfifo "$d/o" "$d/e"
head -c "$most" <"$d/o" >"$d/out" &
head -c "$most" <"$d/e" >"$d/err" &
if command -v timeout >/dev/null 2>&1; then set -- timeout -s KILL "$limit" "$@"; w=
else w=$limit; fi
(cd -- "$dir" 2>/dev/null || exit ${NO_DIRECTORY}; exec "$@") <"$d/in" >"$d/o" 2>"$d/e" &
p=$!
echo "$p" >"$d/pid"
if [ -n "$w" ]; then (sleep "$w"; kill -9 "$p") </dev/null >/dev/null 2>&1 & w=$!; fi
wait "$p"; code=$?
p=
[ -z "$w" ] || kill "$w" 2>/dev/null
wait
out=$(wc -c <"$d/out") err=$(wc -c <"$d/err")
`;
const MAKE = `
d=\${TMPDIR:-/tmp}/opencode-sandbox.$id
p=
`;
const HEADER = `printf '\\003%s %s %s\\n' "$code" "$out" "$err"`;
const PRINT = `
${HEADER}
base64 <"$d/out"; printf '\\004'; base64 <"$d/err"; printf '\\005'
`;
/**
 * Bytes of output per chunk; each chunk is acknowledged before the next is sent. OpenCode buffers 2 MB of text for a
 * new connection.
 */
const PIECE = 512 * 1024;
/**
 * Sends the output in chunks and exits only after the last one was acknowledged: OpenCode discards unread output of a
 * terminal when its program exits. Each acknowledgment is a line with the number of the chunk and may be repeated.
 * Waits 100 seconds for a client that has disconnected.
 */
const PRINT_CONFIRMED = `
confirmed() {
  late=0
  until [ "$answer" = "$piece" ]; do
    read -r answer || { late=$((late + 1)); [ "$late" -lt 4 ] || exit 1; }
  done
}
piece=0 answer=
stty min 0 time 250 2>/dev/null
${HEADER}
cat "$d/err" >>"$d/out"
while :; do
  text=$(tail -c "+$((piece * ${PIECE} + 1))" "$d/out" | head -c ${PIECE} | base64)
  piece=$((piece + 1))
  [ $((piece * ${PIECE})) -lt $((out + err)) ] || break
  printf '%s\\004' "$text"
  confirmed
done
rm -rf -- "$d"
printf '%s\\005' "$text"
confirmed
`;

/**
 * For a terminal: the program's words and input are typed as base64 once the terminal is in raw mode without echo. The
 * words are not passed as arguments because OpenCode's terminals do not preserve every argument. Each connection first
 * sends its number and types after the reply: OpenCode may lose input that arrives just after a connection was opened.
 */
export const TERMINAL_SCRIPT = `stty raw -echo 2>/dev/null
id=$1 limit=$2 most=$3 words=$4 typed=$5; shift 5
${MAKE}
mkdir -m 700 -- "$d" || exit 1
trap 'rm -rf -- "$d"' EXIT
line=
until [ "$line" = start ]; do
  read -r line || exit 1
  case $line in hello*) printf '\\002%s\\002' "\${line#hello}" ;; esac
done
head -c $((words + typed)) >"$d/typed"
head -c "$words" "$d/typed" | base64 -d >"$d/words"
tail -c "$typed" "$d/typed" | base64 -d >"$d/in"
rm -- "$d/typed"
set --
while IFS= read -r word; do word=$(printf '%b_' "$word"); set -- "$@" "\${word%_}"; done <"$d/words"
dir=$1; shift
${RUN}${PRINT_CONFIRMED}`;

/** Encodes words as lines of letters, digits and octal escapes, which printf's %b decodes. */
export function encodeWords(words: readonly string[]): string {
  const plain = /[\w/.,:=@+-]/;
  const octal = (byte: number): string => `\\0${byte.toString(8).padStart(3, '0')}`;
  const encoder = new TextEncoder();
  const encodeWord = (word: string): string =>
    Array.from(word, (char) => (plain.test(char) ? char : Array.from(encoder.encode(char), octal).join(''))).join('');
  return words.map((word) => `${encodeWord(word)}\n`).join('');
}

/** Without a terminal: the input has been uploaded before. Long output is left in a folder for download. */
export const PLAIN_SCRIPT = `id=$1 limit=$2 most=$3 direct=$4 dir=$5; shift 5
${MAKE}
[ -d "$d" ] || mkdir -m 700 -- "$d" || exit 1
trap 'rm -rf -- "$d"' EXIT
if [ -f "$d/in.00000" ]; then cat "$d"/in.* >"$d/in"; else : >"$d/in"; fi
${RUN}
if [ $((out + err)) -gt "$direct" ]; then
  trap - EXIT
  printf '\\006%s %s %s %s\\n' "$code" "$out" "$err" "$d"
else${PRINT}fi`;

/** Creates the folder of a run and prints its path. */
export const FOLDER_SCRIPT = `id=$1
${MAKE}
mkdir -m 700 -- "$d" && printf %s "$d"`;
/** Removes the folder of a run. */
export const REMOVE_SCRIPT = `id=$1
${MAKE}
rm -rf -- "$d"`;
/** Ends the program of a run, even if it is just starting. */
export const CANCEL_SCRIPT = `id=$1
${MAKE}
n=0
while [ ! -s "$d/pid" ] && [ -d "$d" ] && [ "$n" -lt 5 ]; do sleep 1; n=$((n + 1)); done
kill "$(cat "$d/pid")" 2>/dev/null
sleep 1
kill -9 "$(cat "$d/pid")" 2>/dev/null
:`;

/** Limits of a run. */
export const limitsOf = ({ timeout = TIMEOUT_MS, maxOutput = MAX_OUTPUT }: RunOptions) => ({
  seconds: Math.max(1, Math.ceil(timeout / 1000)),
  maxOutput,
});

/**
 * The words that the scripts run: the program, started by `env` if it has variables. Validated, since they must be
 * passed on exactly.
 */
export function programWords([name, ...args]: readonly [string, ...string[]], options: RunOptions): readonly string[] {
  const variables = Object.entries(options.env ?? {}).map(([key, value]) => `${key}=${value}`);
  const words = [...(variables.length === 0 ? [] : ['env', ...variables]), name, ...args];
  if (words.some((word) => word.includes('\0')) || options.directory.includes('\0'))
    throw new Failure('rejected', 'A name must not contain null characters.');
  if (!options.directory.startsWith('/'))
    throw new Failure('rejected', 'This folder does not exist in the sandbox.', { status: 404 });
  return words;
}

/** The raw result of a run. */
export interface RawResult {
  readonly code: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

/** Interprets the result of a run; `elapsed` (ms) distinguishes a program killed at its deadline from one killed otherwise. */
export function resultOf({ code, stdout, stderr }: RawResult, options: RunOptions, elapsed: number): RunResult {
  const { seconds, maxOutput } = limitsOf(options);
  if (code === NO_DIRECTORY && stdout.length === 0 && stderr.length === 0)
    throw new Failure('rejected', 'This folder does not exist in the sandbox.', { status: 404 });
  return {
    exitCode: code,
    stdout: stdout.subarray(0, maxOutput),
    stderr: stderr.subarray(0, maxOutput),
    timedOut: code === KILLED && elapsed >= seconds * 1000,
    truncated: stdout.length > maxOutput || stderr.length > maxOutput,
  };
}

const HEAD = /^(\d+) (\d+) (\d+)(?: (.*))?$/s;
/** Parses the numbers that a script prints before the output, and the folder that holds it. */
export function headOf(
  line: string,
): { code: number; out: number; err: number; folder: string | undefined } | undefined {
  const [, code, out, err, folder] = HEAD.exec(line.replaceAll(/[ \t]+/g, ' ').trim()) ?? [];
  return code === undefined ? undefined : { code: Number(code), out: Number(out), err: Number(err), folder };
}

/** Decodes base64 with line breaks. */
export function decodeBase64(text: string): Uint8Array {
  const binary = atob(text.replaceAll(/[\r\n]/g, ''));
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index++) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

/** Parses the output from the result mark to the end mark; undefined if it is incomplete. */
export function parseOutput(text: string): RawResult | undefined {
  const [start, end] = [text.indexOf(MARKS.result), text.lastIndexOf(MARKS.end)];
  const line = text.indexOf('\n', start);
  if (start < 0 || end < line || line < 0) return undefined;
  const head = headOf(text.slice(start + 1, line));
  const output = decodePieces(text.slice(line + 1, end).split(MARKS.piece));
  if (head === undefined || output?.length !== head.out + head.err) return undefined;
  return { code: head.code, stdout: output.subarray(0, head.out), stderr: output.subarray(head.out) };
}

/** Decodes and joins chunks of base64; undefined if one is invalid. */
function decodePieces(pieces: readonly string[]): Uint8Array | undefined {
  try {
    const decoded = pieces.map(decodeBase64);
    const all = new Uint8Array(decoded.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const bytes of decoded) {
      all.set(bytes, at);
      at += bytes.length;
    }
    return all;
  } catch {
    return undefined;
  }
}
