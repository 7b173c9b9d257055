import { MAX_TODOS } from '../../../shared/model/limits.js';
import type { AgentEvent } from '../../../shared/model/events.js';
import { isSessionId, messageId, partId, requestId, sessionId, type SessionId } from '../../../shared/model/ids.js';
import type { EventSourceOptions } from '../adapter.js';
import { boundedChanges } from './entities/change.js';
import { message } from './entities/message.js';
import { part } from './entities/part.js';
import { permission, question } from './entities/request.js';
import { session, status, todo } from './entities/session.js';
import { turnError } from './entities/turn.js';
import { compact, defined, field, list, number, text } from './read.js';

const sid = (value: unknown): SessionId | undefined => {
  const id = text(value, 'sessionID');
  return id === undefined ? undefined : sessionId(id);
};

type Read = (properties: unknown) => AgentEvent | undefined;

const upserted: Read = (properties) => {
  const read = session(field(properties, 'info'));
  return read && { type: 'session.upserted', session: read };
};
const closed: Read = (properties) => {
  const id = sid(properties);
  const request = text(properties, 'requestID') ?? text(properties, 'permissionID');
  return id !== undefined && request !== undefined
    ? { type: 'request.closed', sessionId: id, requestId: requestId(request) }
    : undefined;
};
const edited: Read = (properties) => {
  const path = text(properties, 'file') ?? text(properties, 'path');
  return path === undefined ? undefined : { type: 'file.edited', path };
};
const catalog: Read = () => ({ type: 'catalog.changed' });

const VARIANTS = new Set(['info', 'success', 'warning', 'error']);

/** Decoders by type of event. Other types are ignored. */
const READERS: Readonly<Record<string, Read>> = {
  'server.connected': () => ({ type: 'server.ready' }),
  'server.instance.disposed': () => ({ type: 'server.disposed' }),
  'session.created': upserted,
  'session.updated': upserted,
  'session.deleted': (properties) => {
    const id = text(field(properties, 'info'), 'id') ?? text(properties, 'sessionID');
    return id === undefined ? undefined : { type: 'session.removed', sessionId: sessionId(id) };
  },
  'session.status': (properties) => {
    const id = sid(properties);
    return id && { type: 'session.status', sessionId: id, status: status(field(properties, 'status')) };
  },
  'session.idle': (properties) => {
    const id = sid(properties);
    return id && { type: 'session.status', sessionId: id, status: { type: 'idle' } };
  },
  'session.error': (properties) => {
    const error = turnError(field(properties, 'error'));
    return error && defined({ type: 'session.failed' as const, sessionId: sid(properties), error });
  },
  'session.diff': (properties) => {
    const id = sid(properties);
    const changes = boundedChanges(list(properties, 'diff'));
    // The server sends `[]` in normal turns: ignore it.
    return id !== undefined && changes.length > 0 ? { type: 'session.changes', sessionId: id, changes } : undefined;
  },
  'message.updated': (properties) => {
    const read = message(field(properties, 'info'));
    return read && { type: 'message.upserted', message: read };
  },
  'message.removed': (properties) => {
    const id = sid(properties);
    const removed = text(properties, 'messageID');
    return id !== undefined && removed !== undefined
      ? { type: 'message.removed', sessionId: id, messageId: messageId(removed) }
      : undefined;
  },
  'message.part.updated': (properties) => {
    const read = part(field(properties, 'part'));
    return read && { type: 'part.upserted', part: read };
  },
  'message.part.removed': (properties) => {
    const id = sid(properties);
    const of = text(properties, 'messageID');
    const removed = text(properties, 'partID');
    return id !== undefined && of !== undefined && removed !== undefined
      ? { type: 'part.removed', sessionId: id, messageId: messageId(of), partId: partId(removed) }
      : undefined;
  },
  'message.part.delta': (properties) => {
    const id = sid(properties);
    const of = text(properties, 'messageID');
    const to = text(properties, 'partID');
    const delta = text(properties, 'delta');
    if (id === undefined || of === undefined || to === undefined || delta === undefined) return undefined;
    if (text(properties, 'field') !== 'text') return undefined;
    return { type: 'part.delta', sessionId: id, messageId: messageId(of), partId: partId(to), delta };
  },
  'permission.asked': (properties) => {
    const request = permission(properties);
    return request && { type: 'request.opened', request };
  },
  'permission.replied': closed,
  'question.asked': (properties) => {
    const request = question(properties);
    return request && { type: 'request.opened', request };
  },
  'question.replied': closed,
  'question.rejected': closed,
  'todo.updated': (properties) => {
    const id = sid(properties);
    return (
      id && {
        type: 'todos.updated',
        sessionId: id,
        todos: compact(list(properties, 'todos').slice(0, MAX_TODOS), todo),
      }
    );
  },
  'file.edited': edited,
  'file.watcher.updated': edited,
  'vcs.branch.updated': (properties) => {
    const branch = text(properties, 'branch');
    return branch === undefined ? undefined : { type: 'branch.changed', branch };
  },
  'pty.exited': (properties) => {
    const id = text(properties, 'id');
    const exitCode = number(properties, 'exitCode');
    return id === undefined || exitCode === undefined
      ? undefined
      : { type: 'terminal.exited', terminalId: id, exitCode };
  },
  'catalog.updated': catalog,
  'plugin.added': catalog,
  'tui.prompt.append': (properties) => ({
    type: 'remote.control',
    control: { kind: 'append', text: text(properties, 'text') ?? '' },
  }),
  'tui.toast.show': (properties) => {
    const variant = text(properties, 'variant') ?? 'info';
    return {
      type: 'remote.control',
      control: defined({
        kind: 'toast' as const,
        title: text(properties, 'title'),
        message: text(properties, 'message') ?? '',
        variant: (VARIANTS.has(variant) ? variant : 'info') as 'info' | 'success' | 'warning' | 'error',
      }),
    };
  },
  'tui.command.execute': (properties) => ({
    type: 'remote.control',
    control: { kind: 'command', command: text(properties, 'command') ?? '' },
  }),
  'tui.session.select': (properties) => {
    const id = sid(properties);
    return isSessionId(id) ? { type: 'remote.control', control: { kind: 'select', sessionId: id } } : undefined;
  },
};

/** Decodes an event; undefined for unknown or malformed ones. Never throws. */
export function decode(wire: unknown): AgentEvent | undefined {
  const payload = field(wire, 'payload') ?? wire;
  const type = text(payload, 'type');
  if (type === undefined || !Object.hasOwn(READERS, type)) return undefined;
  return READERS[type]?.(field(payload, 'properties'));
}

/** The event stream of a server that uses this protocol. */
export const eventSource = (
  decodeData: (data: string) => AgentEvent | undefined,
  directory: string | undefined,
): EventSourceOptions => ({
  path: '/event',
  query: directory === undefined ? {} : { directory },
  decode(frame) {
    const event = decodeData(frame);
    return event === undefined ? [] : [event];
  },
});

/** Decodes the data of a frame; undefined if it is not JSON. */
export function decodeFrame(data: string): AgentEvent | undefined {
  try {
    return decode(JSON.parse(data));
  } catch {
    return undefined;
  }
}
