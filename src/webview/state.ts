import { batch, computed, signal, type Signal } from '@preact/signals';
import type { ChatSnapshot, ToChat } from '../shared/chat.js';
import type {
  Attachment,
  FileChange,
  Message,
  Request,
  Session,
  SessionStatus,
  Todo,
  TurnError,
} from '../shared/model/entities.js';
import type { MessageId, SessionId } from '../shared/model/ids.js';
import type { PendingPrompt } from '../shared/model/pending.js';
import { reduce } from '../shared/model/reduce.js';
import { emptyState, type SandboxState } from '../shared/model/state.js';
import { host, start as startBridge, save, saved } from './bridge.js';
import { texts } from './l10n.js';
import { draftWith, moveOutgoing, outgoing } from './outgoing.js';

/** The snapshot without the conversation; undefined until the first message of the host. */
export const frame = signal<Omit<ChatSnapshot, 'transcripts'> | undefined>(undefined);
/** IDs of the messages to show, oldest first. */
export const messageIds = signal<readonly MessageId[]>([]);
/** Whether there are more messages before the first one. */
export const hasOlder = signal(false);
export const loaded = signal(false);
export const requests = signal<readonly Request[]>([]);
export const status = signal<SessionStatus>({ type: 'idle' });
export const failure = signal<TurnError | undefined>(undefined);
export const todos = signal<readonly Todo[]>([]);
export const session = signal<Session | undefined>(undefined);
/** Prompts that the server has not confirmed yet. */
export const pending = signal<readonly PendingPrompt[]>([]);
export const changes = signal<readonly FileChange[]>([]);
/** Number of local files that the sandbox does not have; 0 if there is no offer. */
export const localChanges = signal(0);
export const attachments = signal<readonly Attachment[]>([]);
export const draft = signal('');
export const notice = signal<ToChat['notice'] | undefined>(undefined);
/** The state of the sandbox, for cards of sub-agents. */
export const sandboxState = signal<SandboxState>(emptyState);
/** The last view command of the host; numbered, so that a repeated one counts as a change. */
export const viewCommand = signal<
  { readonly n: number; readonly what: 'focus' | 'submit' | ToChat['navigate']['to'] } | undefined
>(undefined);

const isSame = (one: Attachment, other: Attachment): boolean =>
  (Object.keys(one) as (keyof Attachment)[]).every((key) => one[key] === other[key]);

/** Adds attachments to the prompt, each once. */
export function addAttachments(more: readonly Attachment[]): void {
  const merged = [...attachments.peek()];
  for (const one of more) if (!merged.some((other) => isSame(one, other))) merged.push(one);
  attachments.value = merged;
}

export const busy = computed(() => status.value.type !== 'idle');

const cells = new Map<MessageId, Signal<Message>>();
/** The signal of a message; the message is rendered again only when it changes. */
export const messageSignal = (id: MessageId): Signal<Message> | undefined => cells.get(id);

let seq = 0;
let wishes = 0;

/** Updates the signals from `state`; unchanged objects are skipped. */
function show(state: SandboxState, id: SessionId | undefined): void {
  const transcript = id === undefined ? undefined : state.transcripts.get(id);
  const messages = transcript?.messages ?? [];
  batch(() => {
    sandboxState.value = state;
    for (const message of messages) {
      const known = cells.get(message.id);
      if (known === undefined) cells.set(message.id, signal(message));
      else known.value = message;
    }
    const ids = messages.map((message) => message.id);
    const before = messageIds.peek();
    if (ids.length !== before.length || ids.some((one, i) => one !== before[i])) {
      messageIds.value = ids;
      const keep = new Set(ids);
      for (const one of cells.keys()) if (!keep.has(one)) cells.delete(one);
    }
    hasOlder.value = transcript?.older !== undefined;
    loaded.value = transcript?.loaded ?? false;
    requests.value = state.requests;
    if (id === undefined) return;
    status.value = state.status.get(id) ?? { type: 'idle' };
    failure.value = state.failures.get(id);
    todos.value = state.todos.get(id) ?? [];
    session.value = state.sessions.get(id);
  });
}

function reset({ seq: at, snapshot, keepsDraft }: ToChat['reset']): void {
  const { transcripts, ...rest } = snapshot;
  const before = frame.peek()?.sessionId;
  const other = frame.peek() === undefined || before !== snapshot.sessionId;
  seq = at;
  batch(() => {
    texts.value = snapshot.settings.l10n;
    frame.value = rest;
    pending.value = snapshot.pending;
    changes.value = snapshot.changes;
    localChanges.value = 0;
    notice.value = undefined;
    if (snapshot.sessionId === undefined) {
      session.value = undefined;
      status.value = { type: 'idle' };
      failure.value = undefined;
      todos.value = [];
    }
    show(
      {
        ...emptyState,
        sessions: new Map(snapshot.sessions.map((one) => [one.id, one])),
        status: new Map(snapshot.status),
        transcripts: new Map(transcripts),
        requests: snapshot.requests,
        todos: new Map(snapshot.todos),
        inbox: new Map(snapshot.inbox),
        failures: new Map(snapshot.failures),
        catalog: snapshot.catalog,
      },
      snapshot.sessionId,
    );
  });
  if (other && keepsDraft === true) moveOutgoing(before, snapshot.sessionId);
  // If the input is empty, its draft may not be loaded yet: request it from the host.
  if (other && keepsDraft === true && (draft.peek() !== '' || outgoing.peek().length > 0))
    return setDraft(draft.peek());
  if (other) {
    const kept = saved();
    if (kept.sessionId === snapshot.sessionId && kept.draft !== undefined) draft.value = kept.draft;
    else {
      draft.value = '';
      save({ draft: '', ...(snapshot.sessionId === undefined ? {} : { sessionId: snapshot.sessionId }) });
      // Keep text typed before the response arrives.
      void host.request('draft', {}).then(
        ({ text }) => {
          if (draft.value === '' && frame.value?.sessionId === snapshot.sessionId) draft.value = text;
        },
        () => undefined,
      );
    }
  }
}

const sendViewCommand = (what: NonNullable<typeof viewCommand.value>['what']): void =>
  void (viewCommand.value = { n: ++wishes, what });
const change = (part: Partial<ChatSnapshot>): void => {
  if (frame.value !== undefined) frame.value = { ...frame.value, ...part };
};

/** Scrolls to the end of the conversation, to show the answer to a sent prompt. */
export const goToEnd = (): void => sendViewCommand('bottom');

/** Sets the draft and stores it in the host. */
export function setDraft(text: string): void {
  draft.value = text;
  const id = frame.value?.sessionId;
  const stored = draftWith(id, text);
  save({ draft: stored, ...(id === undefined ? {} : { sessionId: id }) });
  host.send('draft', { text: stored });
}

/** Starts the chat: sends `ready` until the host responds, since the first message may arrive before the host listens. */
export function start(): void {
  startBridge({
    reset,
    events({ seq: at, events }) {
      if (at !== seq + 1) return host.send('ready', {});
      seq = at;
      show(events.reduce(reduce, sandboxState.peek()), frame.peek()?.sessionId);
      requestAnimationFrame(() => host.send('ack', { seq: at }));
    },
    pending: (data) => void (pending.value = data.pending),
    connection: (connection) => change({ connection }),
    choice: (choice) => change({ choice }),
    changes: (data) => void (changes.value = data.changes),
    localChanges: ({ count }) => void (localChanges.value = count),
    settings(settings) {
      texts.value = settings.l10n;
      change({ settings });
    },
    attach: (data) => addAttachments(data.attachments),
    insert: ({ text, append }) => setDraft(append && draft.value !== '' ? `${draft.value}${text}` : text),
    submit: () => sendViewCommand('submit'),
    focus: () => sendViewCommand('focus'),
    navigate: ({ to }) => sendViewCommand(to),
    notice: (data) => void (notice.value = data),
  });
  const hello = (): void => {
    if (frame.peek() !== undefined) return;
    host.send('ready', {});
    setTimeout(hello, 1000);
  };
  hello();
}
