import type { AgentEvent } from '../../shared/model/events.js';
import type { Clock } from '../ports.js';
import type { EventStream, ServerIdentity, StreamListener } from './ports.js';
import type { Http } from './transport/http.js';

/** Path of an event stream, and how its frames are decoded. */
export interface EventSourceOptions {
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Decodes the events of a frame; never throws. */
  readonly decode: (frame: string) => readonly AgentEvent[];
  /** Awaited before the stream is opened; a rejection is reported as the reason of `lost`. */
  readonly ready?: () => Promise<unknown>;
  /** Size limit of one event, in characters. */
  readonly maxEvent?: number;
}

/** Options of an adapter. */
export interface AdapterOptions {
  readonly identity: ServerIdentity;
  readonly http: Http;
  readonly openEvents: (source: EventSourceOptions, listener: StreamListener) => EventStream;
  readonly clock: Clock;
  readonly directory?: string;
}
