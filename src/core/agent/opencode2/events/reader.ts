import type { AgentEvent } from '../../../../shared/model/events.js';
import type { SessionId } from '../../../../shared/model/ids.js';
import type { JsonObject } from '../../../../shared/model/entities.js';
import type { Place } from '../entities/partId.js';
import type { Memory } from '../memory.js';

/** A wire event as it is passed to its reader. */
export interface WireEvent {
  readonly data: JsonObject;
  readonly memory: Memory;
  readonly eventId: string;
  readonly created: number;
  readonly sessionId: SessionId | undefined;
  /** The assistant's message that the event concerns. */
  readonly answer: Place | undefined;
}

/** Decodes one type of event. */
export type Reader = (event: WireEvent) => AgentEvent | readonly AgentEvent[] | undefined;
/** Decodes one type of event that concerns a session. */
export type SessionReader = (
  event: WireEvent & { readonly sessionId: SessionId },
) => AgentEvent | readonly AgentEvent[] | undefined;
/** Decodes one type of event that concerns an assistant's message. */
export type AnswerReader = (event: WireEvent, place: Place) => AgentEvent | readonly AgentEvent[] | undefined;

/** Drops events without a session. */
export const ofSession =
  (read: SessionReader): Reader =>
  (event) =>
    event.sessionId === undefined ? undefined : read({ ...event, sessionId: event.sessionId });

/** Drops events without a message. */
export const ofAnswer =
  (read: AnswerReader): Reader =>
  (event) =>
    event.answer === undefined ? undefined : read(event, event.answer);

/** Wraps the readers of events that concern sessions, or messages. */
export const readers = <T>(wrap: (read: T) => Reader, all: Readonly<Record<string, T>>): Record<string, Reader> =>
  Object.fromEntries(Object.entries(all).map(([type, read]) => [type, wrap(read)]));
