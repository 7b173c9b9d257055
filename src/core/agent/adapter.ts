import type { AgentEvent } from '../../shared/model/events.js';
import type { Clock } from '../ports.js';
import type { EventStream, ServerIdentity, StreamListener } from './ports.js';
import type { Http } from './transport/http.js';

/** A stream of events, and how its frames are read. */
export interface EventSourceOptions {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** The events that a frame holds; never throws. */
  readonly decode: (frame: string) => readonly AgentEvent[];
  /** Waited for before the stream is opened; a rejection is why it is lost. */
  readonly ready?: () => Promise<unknown>;
  /** Characters of one event at the most. */
  readonly maxEvent?: number;
}

/** What an adapter is made of. */
export interface AdapterOptions {
  readonly identity: ServerIdentity;
  readonly http: Http;
  readonly openEvents: (source: EventSourceOptions, listener: StreamListener) => EventStream;
  readonly clock: Clock;
  readonly directory?: string;
}
