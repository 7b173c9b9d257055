import type { FilePart, ToolPart } from '../../../../shared/model/entities.js';
import { boundedData, boundedOutput } from '../../opencode1/entities/limits.js';
import { compact, defined, field, list, number, object, text } from '../../opencode1/read.js';
import { decodeCall } from '../toolCalls.js';
import { commandOutput } from '../toolResults.js';
import { partOf, type Place } from './partId.js';

/** State of a call, with the same fields in events and in lists. */
export interface ToolState {
  readonly status: ToolPart['status'];
  readonly start?: number | undefined;
  readonly end?: number | undefined;
}

const STATUS: ReadonlyMap<string, ToolPart['status']> = new Map([
  ['streaming', 'pending'],
  ['running', 'running'],
  ['completed', 'completed'],
  ['error', 'error'],
]);

/** Messages of the server for calls that the user rejected or stopped. */
const ABORTED: readonly (readonly [words: string, outcome: ToolPart['outcome']])[] = [
  ['declined', 'rejected'],
  ['dismissed', 'dismissed'],
];

function outcomeOf(tool: string, value: unknown): ToolPart['outcome'] {
  const error = field(value, 'error');
  if (text(error, 'type') === 'aborted') {
    const words = text(error, 'message') ?? '';
    return ABORTED.find(([mark]) => words.includes(mark))?.[1] ?? 'stopped';
  }
  if (error !== undefined || tool !== 'shell') return undefined;
  const metadata = field(value, 'metadata');
  const exit = field(metadata, 'exit');
  const status = text(metadata, 'status');
  return (exit !== undefined && exit !== 0) || status === 'timeout' || status === 'killed' ? 'failed' : undefined;
}

/** A file that a call returned. */
const attachment = (place: Place, callId: string, value: unknown, index: number): FilePart | undefined => {
  const uri = text(value, 'uri');
  if (text(value, 'type') !== 'file' || uri === undefined) return undefined;
  return defined({
    ...partOf(place, 'file', `${callId}/${index}`),
    type: 'file' as const,
    mime: text(value, 'mime') ?? 'application/octet-stream',
    filename: text(value, 'name'),
    url: boundedData(uri),
  });
};

/** The output of a call. */
function outputOf(content: readonly unknown[]): string | undefined {
  const texts = compact(content, (one) => (text(one, 'type') === 'text' ? text(one, 'text') : undefined));
  return texts.length === 0 ? undefined : boundedOutput(texts.join('\n'));
}

/** Decodes a call from its name and input; `value` has the known `content`, `error` and `metadata`. */
export function toolCall(
  place: Place,
  { callId, tool, input }: Pick<ToolPart, 'callId' | 'tool' | 'input'>,
  { status, start, end }: ToolState,
  value: unknown,
): ToolPart {
  const content = list(value, 'content');
  const metadata = object(value, 'metadata');
  const error = text(field(value, 'error'), 'message');
  const printed = outputOf(content);
  const output = tool === 'shell' && printed !== undefined ? commandOutput(printed) : printed;
  const files = compact(
    content.map((one, index) => attachment(place, callId, one, index)),
    (file) => file as FilePart | undefined,
  );
  return defined({
    ...partOf(place, 'tool', callId),
    type: 'tool' as const,
    callId,
    tool,
    status,
    call: decodeCall(tool, { input, metadata, output: output ?? '' }, error),
    input,
    output,
    error,
    metadata,
    commandId: text(field(value, 'metadata'), 'shellID'),
    start,
    end,
    attachments: files.length === 0 ? undefined : files,
    outcome: outcomeOf(tool, value),
  });
}

/** A call of a message list. */
export function toolPart(place: Place, value: unknown): ToolPart {
  const state = field(value, 'state');
  const time = field(value, 'time');
  const status = STATUS.get(text(state, 'status') ?? '') ?? 'pending';
  const finished = status === 'completed' || status === 'error';
  return toolCall(
    place,
    { callId: text(value, 'id') ?? '', tool: text(value, 'name') ?? '', input: object(state, 'input') },
    { status, start: number(time, 'ran'), end: finished ? number(time, 'completed') : undefined },
    state,
  );
}
