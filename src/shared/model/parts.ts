import type { Part, ReasoningPart, TextPart, ToolPart } from './entities.js';
import { laterCall } from './toolCall.js';

/** A part whose text is streamed. */
export type StreamedPart = TextPart | ReasoningPart;

export const isStreamed = (part: Part): part is StreamedPart => part.type === 'text' || part.type === 'reasoning';

/** Whether a part is unfinished text. Sandbox Agent sends no times, so its text never counts as unfinished. */
export const isOpen = (part: Part): part is StreamedPart =>
  isStreamed(part) && part.start !== undefined && part.end === undefined;

const RANK: Readonly<Record<ToolPart['status'], number>> = { pending: 0, running: 1, completed: 2, error: 2 };

/**
 * Returns the later of two versions of one part, whose order is uncertain: ended text does not restart, and a finished
 * tool does not run again. Returns `before` itself if nothing changes.
 */
export function laterPart(before: Part, next: Part): Part {
  if (before.type === 'tool' && next.type === 'tool')
    return RANK[next.status] < RANK[before.status] ? before : mergeTool(before, next);
  if (!isStreamed(before) || !isStreamed(next)) return next;
  if (before.end !== undefined && isOpen(next)) return before;
  // A start that was observed late is later than the real one.
  return before.start !== undefined && next.start !== undefined && before.start < next.start
    ? { ...next, start: before.start }
    : next;
}

/** Merges an update into a tool part; fields that the update omits are kept. */
function mergeTool(before: ToolPart, next: ToolPart): ToolPart {
  const input = Object.keys(next.input).length === 0 ? before.input : next.input;
  const tool = next.tool === '' ? before.tool : next.tool;
  const title = next.title ?? before.title;
  const start = next.start ?? before.start;
  const output = next.output === undefined || next.output === '' ? before.output : next.output;
  return {
    ...next,
    id: before.id,
    tool,
    call: laterCall(before.call, next.call),
    input,
    ...(title === undefined ? {} : { title }),
    ...(start === undefined ? {} : { start }),
    ...(output === undefined ? {} : { output }),
  };
}

/**
 * Merges a loaded part (GET) with the known one. For text that is still being written, GET returns `""`, which is less
 * than the stream has delivered. After a gap, the known beginning may not match what follows.
 */
export function readPart(before: Part | undefined, read: Part, afterGap: boolean): Part {
  if (!isOpen(read)) return before === undefined ? read : laterPart(before, read);
  if (before === undefined) return { ...read, gap: true };
  if (!isStreamed(before) || before.end !== undefined) return before;
  const longer = before.text.length > read.text.length ? before.text : read.text;
  if (!afterGap && before.gap !== true) return before;
  return { ...read, text: longer, gap: true };
}

/** Whether two parts are the same: by ID, or by the call for a tool call that the server split in two. */
export const samePart = (a: Part, b: Part): boolean =>
  a.id === b.id || (a.type === 'tool' && b.type === 'tool' && a.callId !== '' && a.callId === b.callId);

/** Returns `parts` with `part` added or replaced; IDs ascend in the order of creation, so new parts are usually appended. */
export function putPart(parts: readonly Part[], part: Part): readonly Part[] {
  const at = parts.findLastIndex((other) => samePart(other, part));
  const before = parts[at];
  if (before === undefined) return insertPart(parts, part);
  const later = laterPart(before, part);
  return later === before ? parts : parts.with(at, later);
}

/** Inserts a part by its ID: the server's IDs sort by creation time. */
function insertPart(parts: readonly Part[], part: Part): readonly Part[] {
  if (!/^prt_[0-9a-f]{12}/.test(part.id)) return [...parts, part];
  let at = parts.length;
  while (at > 0) {
    const left = parts[at - 1];
    if (left === undefined || !/^prt_[0-9a-f]{12}/.test(left.id) || left.id <= part.id) break;
    at--;
  }
  return at === parts.length ? [...parts, part] : parts.toSpliced(at, 0, part);
}
