import { isSessionId } from '../../../shared/model/ids.js';
import type { ToolCall } from '../../../shared/model/toolCall.js';
import { callDiff } from '../../text/callDiff.js';
import { boundedOutput, boundedText } from '../opencode1/entities/limits.js';
import { beginning } from '../../text/copy.js';
import { compact, defined, list, number, text, texts } from '../opencode1/read.js';
import { matches, paths } from '../opencode1/toolResults.js';
import { folderEntries, inputDiff, patchedPaths, readExcerpt, subagentResult } from './toolResults.js';

/** Limits: characters of a path, a pattern, a URL or a name; files of one patch; questions of one call. */
const MAX_FIELD = 20_000;
const MAX_FILES = 1_000;
const MAX_QUESTIONS = 20;

const line = (value: unknown, name: string): string => beginning(text(value, name) ?? '', MAX_FIELD);

/** A call as the server sends it: the model's arguments, the tool's metadata and its output. */
interface Wire {
  readonly input: unknown;
  readonly metadata: unknown;
  readonly output: string;
}

/** The diff of a call; before it has run, the one in its arguments. */
const diffOf = ({ input, metadata }: Wire) => {
  const patches = compact(list(metadata, 'files').slice(0, MAX_FILES), (file) => text(file, 'patch'));
  return callDiff(patches.length > 0 ? patches.join('\n') : inputDiff(input));
};

/** Decoders by the server's name of the tool. */
const DECODERS: Readonly<Record<string, (wire: Wire) => ToolCall>> = {
  shell: ({ input, metadata }) =>
    defined({
      kind: 'command' as const,
      command: boundedOutput(text(input, 'command') ?? ''),
      exit: number(metadata, 'exit'),
    }),
  edit: (wire) => defined({ kind: 'edit' as const, path: line(wire.input, 'path'), diff: diffOf(wire) }),
  write: (wire) =>
    defined({
      kind: 'write' as const,
      path: line(wire.input, 'path'),
      content: boundedText(text(wire.input, 'content') ?? ''),
      diff: diffOf(wire),
    }),
  patch(wire) {
    const reported = list(wire.metadata, 'files').map((file) => line(file, 'file'));
    const changed = reported.length > 0 ? reported : patchedPaths(text(wire.input, 'patchText') ?? '');
    return defined({ kind: 'patch' as const, paths: changed.slice(0, MAX_FILES), diff: diffOf(wire) });
  },
  read({ input, output }) {
    const path = line(input, 'path');
    return defined({
      kind: 'read' as const,
      path,
      excerpt: readExcerpt(output),
      found: [],
      ...folderEntries(path, output),
    });
  },
  glob: ({ input, metadata, output }) =>
    defined({
      kind: 'find' as const,
      pattern: line(input, 'pattern'),
      count: number(metadata, 'count'),
      found: paths(output),
    }),
  grep: ({ input, metadata, output }) =>
    defined({
      kind: 'search' as const,
      pattern: line(input, 'pattern'),
      count: number(metadata, 'matches'),
      found: matches(output),
    }),
  webfetch: ({ input }) => ({ kind: 'fetch', url: line(input, 'url') }),
  websearch: ({ input }) => ({ kind: 'webSearch', query: line(input, 'query') }),
  subagent({ input, metadata, output }) {
    const id = text(metadata, 'sessionID');
    return {
      kind: 'task',
      description: line(input, 'description'),
      ...(isSessionId(id) ? { sessionId: id } : {}),
      result: subagentResult(boundedOutput(output)),
    };
  },
  question: ({ input, metadata }) => ({
    kind: 'question',
    questions: list(input, 'questions')
      .slice(0, MAX_QUESTIONS)
      .map((one) => ({ header: line(one, 'header'), question: line(one, 'question') })),
    answers: list(metadata, 'answers')
      .slice(0, MAX_QUESTIONS)
      .map((given) => texts({ given }, 'given').map((answer) => beginning(answer, MAX_FIELD))),
  }),
  skill: ({ input }) => ({ kind: 'skill', name: line(input, 'name') || line(input, 'id') }),
  execute: ({ input }) => ({ kind: 'other', name: 'execute', detail: boundedOutput(text(input, 'code') ?? '') }),
};

/** The server's message for an unknown tool. */
const UNKNOWN_TOOL = /^No tool named "([^"]{1,200})"/;

/** Decodes the call of a tool; never throws. */
export function decodeCall(tool: string, wire: Wire, error: string | undefined): ToolCall {
  const missing = UNKNOWN_TOOL.exec(error ?? '')?.[1];
  if (missing !== undefined) return { kind: 'invalid', tool: missing };
  const decode = Object.hasOwn(DECODERS, tool) ? DECODERS[tool] : undefined;
  return decode?.(wire) ?? { kind: 'other', name: beginning(tool, MAX_FIELD), detail: '' };
}

/** Decodes the call of a permission request; `known` is the call that needs it, with the arguments received so far. */
export function permissionCall(action: string, resources: readonly string[], known: ToolCall | undefined): ToolCall {
  const first = beginning(resources[0] ?? '', MAX_FIELD);
  const command = known?.kind === 'command' ? known.command : first;
  if (action === 'external_directory') return { kind: 'outside', command };
  if (known !== undefined && known.kind !== 'other') return known;
  if (action === 'shell') return { kind: 'command', command };
  if (action === 'edit' || action === 'write' || action === 'patch') return { kind: 'edit', path: first };
  if (action === 'webfetch') return { kind: 'fetch', url: first };
  return { kind: 'other', name: beginning(action, MAX_FIELD), detail: first };
}
