import type { FilePart, ToolPart } from '../../../../shared/model/entities.js';
import { compact, defined, field, list, number, object, text } from '../read.js';
import { toolCall } from '../toolCalls.js';
import { filePart } from './filePart.js';
import { boundedOutput, boundedTitle } from './limits.js';
import { partBase, type PartBase } from './partBase.js';
import { toolOutcome } from './toolOutcome.js';

/** States of a call in the spelling of either server. */
const TOOL_STATUS: ReadonlyMap<string, ToolPart['status']> = new Map([
  ['pending', 'pending'],
  ['running', 'running'],
  ['in_progress', 'running'],
  ['completed', 'completed'],
  ['error', 'error'],
  ['failed', 'error'],
]);

/** A file that a call returned. */
const attachment = (value: unknown): FilePart | undefined => {
  const base = partBase(value);
  return base === undefined || text(value, 'type') !== 'file' ? undefined : filePart(base, value);
};

export const toolPart = (base: PartBase, value: unknown): ToolPart => {
  const state = field(value, 'state');
  const time = field(state, 'time');
  const status = TOOL_STATUS.get(text(state, 'status') ?? '') ?? 'pending';
  const finished = status === 'completed' || status === 'error';
  const title = text(state, 'title');
  const tool = text(value, 'tool') ?? '';
  // The metadata holds the output of a running command; it is not shown for a failed call.
  const printed = status === 'error' ? undefined : text(field(state, 'metadata'), 'output');
  const output = text(state, 'output') || printed;
  const attachments = compact(list(state, 'attachments'), attachment);
  return defined({
    ...base,
    type: 'tool' as const,
    callId: text(value, 'callID') ?? '',
    tool,
    call: toolCall(tool, state),
    status,
    input: object(state, 'input'),
    title: title === undefined ? undefined : boundedTitle(title),
    output: output === undefined ? undefined : boundedOutput(output),
    error: text(state, 'error'),
    start: number(time, 'start'),
    end: finished ? number(time, 'end') : undefined,
    attachments: attachments.length === 0 ? undefined : attachments,
    ...toolOutcome(tool, state),
  });
};
