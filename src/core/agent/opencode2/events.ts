import type { AgentEvent } from '../../../shared/model/events.js';
import { messageId, sessionId, type SessionId } from '../../../shared/model/ids.js';
import { isObject } from '../../../shared/json.js';
import { field, number, text } from '../opencode1/read.js';
import { inboxReaders } from './events/inbox.js';
import { requestReaders } from './events/requests.js';
import { sessionReaders } from './events/sessions.js';
import { stepReaders } from './events/steps.js';
import { toolReaders } from './events/tools.js';
import { workspaceReaders } from './events/workspace.js';
import type { Memory } from './memory.js';
import type { Reader, WireEvent } from './events/reader.js';

/** Decoders by type of event. Other types are ignored. */
const READERS: Readonly<Record<string, Reader>> = {
  ...sessionReaders,
  ...stepReaders,
  ...toolReaders,
  ...inboxReaders,
  ...requestReaders,
  ...workspaceReaders,
};

/** The folder of an event: its own, else that of its session; undefined if neither is known. */
function folderOf(wire: unknown, id: SessionId | undefined, memory: Memory): string | undefined {
  return text(field(wire, 'location'), 'directory') ?? (id === undefined ? undefined : memory.folders.get(id));
}

/** Whether an event concerns both the folder that a session leaves and the one it moves to. */
const isMove = (type: string): boolean => type === 'session.moved';

/**
 * Decodes an event; returns none for other folders, unknown types and malformed events. Never throws. Stores in
 * `memory` what later events leave out.
 */
export function decode(wire: unknown, memory: Memory): readonly AgentEvent[] {
  const type = text(wire, 'type');
  const data = field(wire, 'data');
  if (type === undefined || !isObject(data)) return [];
  const named = text(data, 'sessionID') ?? text(field(data, 'form'), 'sessionID');
  const id = named === undefined ? undefined : sessionId(named);
  const folder = folderOf(wire, id, memory);
  if (id !== undefined && folder !== undefined && !memory.folders.has(id)) memory.folders.set(id, folder);
  const { directory } = memory;
  if (folder !== undefined && directory !== undefined && folder !== directory && !isMove(type)) return [];
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (reader === undefined) return [];
  const answer = text(data, 'assistantMessageID');
  const event: WireEvent = {
    data,
    memory,
    eventId: text(wire, 'id') ?? '',
    created: number(wire, 'created') ?? 0,
    sessionId: id,
    answer: id === undefined || answer === undefined ? undefined : { sessionId: id, messageId: messageId(answer) },
  };
  const events = reader(event);
  return events === undefined ? [] : Array.isArray(events) ? (events as readonly AgentEvent[]) : [events as AgentEvent];
}

/** Creates a decoder of frames; ignores data that is not JSON. */
export const createDecoder =
  (memory: Memory) =>
  (frame: string): readonly AgentEvent[] => {
    try {
      return decode(JSON.parse(frame), memory);
    } catch {
      return [];
    }
  };
