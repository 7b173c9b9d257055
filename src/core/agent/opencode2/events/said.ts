import type { AgentEvent } from '../../../../shared/model/events.js';
import type { SessionId } from '../../../../shared/model/ids.js';
import type { JsonObject } from '../../../../shared/model/entities.js';
import type { Place } from '../entities/partId.js';
import type { Memory } from '../memory.js';

/** An event of the wire, as its reader gets it. */
export interface Said {
  readonly data: JsonObject;
  readonly memory: Memory;
  readonly eventId: string;
  readonly created: number;
  readonly sessionId: SessionId | undefined;
  /** The assistant's message that it is about. */
  readonly answer: Place | undefined;
}

/** Reads one kind of event. */
export type Reader = (said: Said) => AgentEvent | readonly AgentEvent[] | undefined;
/** Reads one kind of event that is about a session. */
export type SessionReader = (
  said: Said & { readonly sessionId: SessionId },
) => AgentEvent | readonly AgentEvent[] | undefined;
/** Reads one kind of event that is about an assistant's message. */
export type AnswerReader = (said: Said, place: Place) => AgentEvent | readonly AgentEvent[] | undefined;

/** Drops events that name no session. */
export const ofSession =
  (read: SessionReader): Reader =>
  (said) =>
    said.sessionId === undefined ? undefined : read({ ...said, sessionId: said.sessionId });

/** Drops events that name no message. */
export const ofAnswer =
  (read: AnswerReader): Reader =>
  (said) =>
    said.answer === undefined ? undefined : read(said, said.answer);

/** Readers of events that are all about sessions, or all about messages. */
export const readers = <T>(wrap: (read: T) => Reader, all: Readonly<Record<string, T>>): Record<string, Reader> =>
  Object.fromEntries(Object.entries(all).map(([type, read]) => [type, wrap(read)]));
