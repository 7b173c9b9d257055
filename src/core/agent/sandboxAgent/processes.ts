import { Failure } from '../../failure.js';
import type { Clock } from '../../ports.js';
import type { Client } from '../opencode1/client.js';
import { flag, number, text } from '../opencode1/read.js';
import type { ProcessesPort, RunOptions } from '../ports.js';
import { createLimiter } from '../processes/limiter.js';
import {
  CANCEL_SCRIPT,
  FOLDER_SCRIPT,
  headOf,
  limitsOf,
  MARKS,
  parseOutput,
  PLAIN_SCRIPT,
  programWords,
  REMOVE_SCRIPT,
  resultOf,
  type RawResult,
} from '../processes/script.js';
import { createBackground } from './background.js';
import { rootOf } from './terminals.js';

/** Limit of concurrent programs; the server allows 64 for all clients. */
const MAX_RUNS = 8;
/** The server's deadline, in ms; the extension's own ends the program before. */
const MAX_SERVER_MS = 300_000;
const MARGIN_MS = 10_000;
/** Bytes per upload; the server accepts 2 MB per request. */
const MAX_UPLOAD = 1024 * 1024;
/** Bytes of output that are returned in the response: the server sends 1 MiB, and base64 adds a third. */
const MAX_DIRECT = 700_000;

/** Runs programs by Sandbox Agent's own `/v1/processes/run`, which accepts no input and returns only text. */
export function createProcesses(caller: Client, clock: Clock): ProcessesPort {
  const { http } = caller;
  const base = rootOf(caller);
  const limiter = createLimiter(MAX_RUNS);

  const script = async (source: string, args: readonly string[], seconds: number, signal?: AbortSignal) => {
    const timeoutMs = Math.min(seconds * 1000 + MARGIN_MS, MAX_SERVER_MS);
    const answer = await http.call('POST', '/v1/processes/run', {
      base,
      body: JSON.stringify({ command: 'sh', args: ['-c', source, 'sh', ...args], cwd: '/', timeoutMs }),
      headers: { 'content-type': 'application/json' },
      patient: timeoutMs + MARGIN_MS,
      ...(signal === undefined ? {} : { signal }),
    });
    const value: unknown = await answer.json();
    if (flag(value, 'timedOut') === true)
      throw new Failure('unreachable', 'A program in the sandbox did not finish in time.');
    return { output: text(value, 'stdout') ?? '', exitCode: number(value, 'exitCode') ?? -1 };
  };
  const bytesAt = async (path: string, signal?: AbortSignal): Promise<Uint8Array> => {
    const query = { path };
    const answer = await http.call('GET', '/v1/fs/file', { base, query, ...(signal === undefined ? {} : { signal }) });
    return new Uint8Array(await answer.arrayBuffer());
  };
  const upload = async (id: string, input: Uint8Array, signal?: AbortSignal): Promise<void> => {
    const { output, exitCode } = await script(FOLDER_SCRIPT, [id], 10, signal);
    if (exitCode !== 0) throw new Failure('rejected', 'The sandbox has no space for temporary files.');
    for (let at = 0, part = 0; at < input.length; at += MAX_UPLOAD, part++)
      await http.call('PUT', '/v1/fs/file', {
        base,
        query: { path: `${output}/in.${String(part).padStart(5, '0')}` },
        body: input.subarray(at, at + MAX_UPLOAD),
        headers: { 'content-type': 'application/octet-stream' },
        ...(signal === undefined ? {} : { signal }),
      });
  };
  /** The output of a run: in the response, or in files if it is long. */
  const resultIn = async (output: string, signal?: AbortSignal): Promise<RawResult> => {
    const cut = new Failure('unreachable', 'The output of a program in the sandbox was truncated.');
    if (!output.startsWith(MARKS.kept)) {
      const result = parseOutput(output);
      if (result === undefined) throw cut;
      return result;
    }
    const head = headOf(output.slice(1));
    if (head?.folder === undefined) throw cut;
    const [stdout, stderr] = await Promise.all(
      ['out', 'err'].map((name) => bytesAt(`${head.folder ?? ''}/${name}`, signal)),
    );
    if (stdout?.length !== head.out || stderr?.length !== head.err) throw cut;
    return { code: head.code, stdout, stderr };
  };

  const run = async (words: readonly string[], options: RunOptions, signal?: AbortSignal) => {
    const { seconds, maxOutput } = limitsOf(options);
    const id = Array.from({ length: 4 }, () => Math.floor(clock.random() * 2 ** 32).toString(36)).join('');
    // The server does not end a program when its client disconnects.
    const cancel = (): void => void script(CANCEL_SCRIPT, [id], 20).catch(() => undefined);
    const remove = (): void => void script(REMOVE_SCRIPT, [id], 10).catch(() => undefined);
    let leavesFiles = false;
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      if (options.input !== undefined && options.input.length > 0) {
        leavesFiles = true;
        await upload(id, options.input, signal);
      }
      const started = clock.now();
      const numbers = [id, String(seconds), String(maxOutput + 1), String(MAX_DIRECT), options.directory];
      const { output } = await script(PLAIN_SCRIPT, [...numbers, ...words], seconds, signal);
      leavesFiles = output.startsWith(MARKS.kept);
      return resultOf(await resultIn(output, signal), options, clock.now() - started);
    } finally {
      signal?.removeEventListener('abort', cancel);
      if (leavesFiles) remove();
    }
  };

  const port: ProcessesPort = {
    run: (program, options, signal) => {
      const words = programWords(program, options);
      return limiter.run(() => run(words, options, signal), signal);
    },
  };
  return { ...port, background: createBackground(caller, port) };
}
