import type {
  Catalog,
  FileChange,
  InboxEntry,
  Message,
  Part,
  Request,
  Session,
  SessionStatus,
  Todo,
  TurnError,
} from './entities.js';
import type { MessageId, PartId, RequestId, SessionId } from './ids.js';

/** Fields of a session that an update can remove. */
export type OptionalSessionField = {
  [K in keyof Session]-?: Partial<Pick<Session, K>> extends Pick<Session, K> ? K : never;
}[keyof Session];

/** Everything that a sandbox reports, on the stream or when it is loaded. State changes only by these events. */
export type AgentEvent =
  /**
   * A subscriber's stream is open. Sandbox Agent sends it to all subscribers, so it does not prove that our own stream
   * is open.
   */
  | { readonly type: 'server.ready' }
  /** The server disposed its instance; the stream is about to end. */
  | { readonly type: 'server.disposed' }
  /** A session was created or changed. */
  | { readonly type: 'session.upserted'; readonly session: Session }
  /** Some fields of a known session changed; those in `absent` were removed. */
  | {
      readonly type: 'session.changed';
      readonly sessionId: SessionId;
      readonly change: Partial<Omit<Session, 'id'>>;
      readonly absent?: readonly OptionalSessionField[];
    }
  /** A session was removed with all its data. */
  | { readonly type: 'session.removed'; readonly sessionId: SessionId }
  /** The status of a session changed. */
  | { readonly type: 'session.status'; readonly sessionId: SessionId; readonly status: SessionStatus }
  /** A turn failed; it may continue. Without a session, the failure concerns the whole sandbox. */
  | { readonly type: 'session.failed'; readonly sessionId?: SessionId; readonly error: TurnError }
  /** The server computed which files a session changed. */
  | { readonly type: 'session.changes'; readonly sessionId: SessionId; readonly changes: readonly FileChange[] }
  /** The entries of a session's inbox, oldest first; replaces the known ones. */
  | { readonly type: 'inbox.loaded'; readonly sessionId: SessionId; readonly entries: readonly InboxEntry[] }
  /** An inbox entry was added or changed. */
  | { readonly type: 'inbox.put'; readonly entry: InboxEntry }
  /** An inbox entry was removed: it became a message, or it was canceled. */
  | { readonly type: 'inbox.removed'; readonly sessionId: SessionId; readonly messageId: MessageId }
  /** A message was created or changed; its `parts` are empty here, and the known parts are kept. */
  | { readonly type: 'message.upserted'; readonly message: Message }
  /** A message was removed. */
  | { readonly type: 'message.removed'; readonly sessionId: SessionId; readonly messageId: MessageId }
  /** A message and all later ones were removed: the server permanently reverted to the state before it. */
  | { readonly type: 'messages.removed'; readonly sessionId: SessionId; readonly from: MessageId }
  /** A part in its current state. */
  | { readonly type: 'part.upserted'; readonly part: Part }
  /** A part was removed. */
  | {
      readonly type: 'part.removed';
      readonly sessionId: SessionId;
      readonly messageId: MessageId;
      readonly partId: PartId;
    }
  /** Text appended to a part. The only event that may not be applied twice. */
  | {
      readonly type: 'part.delta';
      readonly sessionId: SessionId;
      readonly messageId: MessageId;
      readonly partId: PartId;
      readonly delta: string;
    }
  /** A permission or question was asked. */
  | { readonly type: 'request.opened'; readonly request: Request }
  /** A permission or question was answered, here or elsewhere. */
  | { readonly type: 'request.closed'; readonly sessionId: SessionId; readonly requestId: RequestId }
  /** The agent's to-do list changed. */
  | { readonly type: 'todos.updated'; readonly sessionId: SessionId; readonly todos: readonly Todo[] }
  /** A file in the sandbox changed; `path` as the server names it. */
  | { readonly type: 'file.edited'; readonly path: string }
  /** The sandbox's checkout switched to another branch. */
  | { readonly type: 'branch.changed'; readonly branch: string }
  /** Models, agents or commands may have changed: reload them. */
  | { readonly type: 'catalog.changed' }
  /** The program of a terminal exited. */
  | { readonly type: 'terminal.exited'; readonly terminalId: string; readonly exitCode: number }
  /** Remote control, one of four actions; ignored unless the user allowed it for that sandbox. */
  | {
      readonly type: 'remote.control';
      readonly control:
        | { readonly kind: 'append'; readonly text: string }
        | {
            readonly kind: 'toast';
            readonly title?: string;
            readonly message: string;
            readonly variant: 'info' | 'success' | 'warning' | 'error';
          }
        | { readonly kind: 'command'; readonly command: string }
        | { readonly kind: 'select'; readonly sessionId: SessionId };
    }
  /** The loaded state of the server: replaces sessions, status and requests; transcripts are kept. */
  | {
      readonly type: 'snapshot.loaded';
      readonly sessions: readonly Session[];
      readonly status: readonly (readonly [SessionId, SessionStatus])[];
      readonly requests: readonly Request[];
    }
  /** The loaded models, agents and commands. */
  | { readonly type: 'catalog.loaded'; readonly catalog: Catalog }
  /** A transcript was opened: its messages are stored from now on. */
  | { readonly type: 'transcript.opened'; readonly sessionId: SessionId }
  /** A transcript was closed: its messages are released. */
  | { readonly type: 'transcript.closed'; readonly sessionId: SessionId }
  /**
   * A loaded page of messages, oldest first. `newest` ends at the present, `older` precedes the known messages.
   * `older` is the cursor of the page before, absent at the beginning. `afterGap`: events were missed before loading.
   */
  | {
      readonly type: 'transcript.loaded';
      readonly sessionId: SessionId;
      readonly page: 'newest' | 'older';
      readonly messages: readonly Message[];
      readonly older?: string;
      readonly afterGap: boolean;
    };

/** The session of an event, if it has one. */
export function sessionOf(event: AgentEvent): SessionId | undefined {
  if ('sessionId' in event) return event.sessionId;
  if ('session' in event) return event.session.id;
  if ('message' in event) return event.message.sessionId;
  if ('part' in event) return event.part.sessionId;
  if ('entry' in event) return event.entry.sessionId;
  return 'request' in event ? event.request.sessionId : undefined;
}
