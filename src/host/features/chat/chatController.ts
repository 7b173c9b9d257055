import type * as vscode from 'vscode';
import { withStack } from '../../../core/failure.js';
import { createBag, createSlot, type Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import { createChannel, type ChannelHandlers, type NoRequests } from '../../../shared/channel.js';
import type { ChatChoice, ChatRequests, FromChat, ToChat } from '../../../shared/chat.js';
import { isDraftSession, type SessionId } from '../../../shared/model/ids.js';
import { createdFor } from '../../../shared/model/select.js';
import type { ChatSurface } from '../../services/chatRegistry.js';
import type { Services } from '../../services/index.js';
import type { SessionRef } from '../../vscode/storage.js';
import { titleOf } from '../../services/labels.js';
import { subscribe } from './sessionSubscription.js';
import { createEventQueue } from './eventQueue.js';
import { chatSettings, pendingOf, snapshotOf, type ChatContext } from './snapshot.js';

/** The container of a chat. */
export interface ChatContainer {
  readonly visible: boolean;
  reveal(focus: boolean): Promise<void>;
  /** The shown session or its title changed. */
  shown(ref: SessionRef | undefined, title: string | undefined): void;
}

/** A chat that can be attached to a webview. */
export interface ChatController extends ChatSurface, Disposable {
  readonly scene: ChatContext;
  readonly sandbox: Sandbox | undefined;
  choose(choice: ChatChoice): void;
  send<K extends keyof ToChat & string>(type: K, data: ToChat[K]): void;
  /** Attaches a webview; `handlers` receive its messages. */
  join(webview: vscode.Webview, handlers: Handlers): Disposable;
  /** The chat is ready: it receives everything from now on. */
  ready(): void;
  ack(seq: number): void;
  /** The frame was shown, hidden or focused. */
  frameChanged(): void;
}

/** Validated message handlers of a chat, by name. */
export type Handlers = ChannelHandlers<FromChat, ChatRequests>;

/** What each message of a chat does, or those of some of them. */
export type MessageHandlers<K extends keyof FromChat = keyof FromChat> = {
  readonly [N in K]: (data: FromChat[N]) => unknown;
};

/** The replacement for a deleted session: its unsent prompts, otherwise an empty chat. */
const afterDeletion = ({ profile, pending }: Sandbox, deleted: SessionId | undefined): SessionRef => {
  const left = pending.find(({ formerSession }) => formerSession !== undefined && formerSession === deleted);
  return { sandboxId: profile.id, ...(left === undefined ? {} : { sessionId: left.sessionId }) };
};

/** Creates an empty chat. */
export function createSurface(services: Services, kind: ChatSurface['kind'], frame: ChatContainer): ChatController {
  const { sandboxes, chats, settings, storage, clock } = services;
  let place: SessionRef | undefined;
  /** The target without a draft session: what other features may act on. */
  let ref: SessionRef | undefined;
  let title: string | undefined;
  let changes: ChatContext['changes'] = [];
  let localChanges = 0;
  let isReady = false;
  /** Events before the chat is ready. */
  let early: (() => void)[] = [];
  let post: ((type: string, data: unknown) => void) | undefined;
  /** Disposed when another sandbox or session is shown. */
  const current = createSlot<Disposable>();
  const bag = createBag(current);

  const shownTitle = (): string | undefined => (title === undefined ? undefined : titleOf(title));
  const sandboxOf = (): Sandbox | undefined => (place === undefined ? undefined : sandboxes.get(place.sandboxId));
  const scene = (): ChatContext => {
    const sandbox = sandboxOf();
    return {
      ...(sandbox === undefined ? {} : { sandbox }),
      ...(place?.sessionId === undefined ? {} : { sessionId: place.sessionId }),
      choice: place === undefined ? {} : storage.choice(place),
      changes,
    };
  };
  const send: ChatController['send'] = (type, data) => {
    if (isReady) post?.(type, data);
  };
  const outlet = createEventQueue(
    (seq, events) => send('events', { seq, events }),
    () => reset(),
  );
  const reset = (keepsDraft = false): void => {
    if (isReady)
      send('reset', { seq: outlet.reset(), snapshot: snapshotOf(scene(), settings, clock.now()), keepsDraft });
    if (localChanges > 0) send('localChanges', { count: localChanges });
  };

  const watch = (): void => {
    const sandbox = sandboxOf();
    changes = [];
    current.set(undefined);
    if (sandbox === undefined) return;
    const heard = subscribe(sandbox, ref?.sessionId, services.log, {
      events: outlet.push,
      reset: () => reset(),
      connection: (connection) => send('connection', connection),
      pending: () => send('pending', { pending: pendingOf(scene()) }),
      changes: (read) => {
        changes = read;
        send('changes', { changes });
      },
      title: (now) => {
        if (now === title) return;
        title = now;
        frame.shown(place, shownTitle());
      },
      gone: () => show(afterDeletion(sandbox, ref?.sessionId)),
    });
    current.set(
      createBag(
        heard,
        sandbox.store.onDidCommit(({ changed }) => changed.has('sessions') && showCreated()),
      ),
    );
  };
  /** Text for a new session of the same sandbox moves to this session. */
  const takesDraft = (next: SessionRef | undefined): boolean =>
    place !== undefined && ref?.sessionId === undefined && place.sandboxId === next?.sandboxId;
  const show: ChatController['show'] = (wanted, isNew = false) => {
    const next = wanted === undefined ? undefined : (createdRef(wanted) ?? wanted);
    const keepsDraft = isNew && takesDraft(next);
    if (keepsDraft && place !== undefined && next !== undefined) {
      storage.saveDraft(next, storage.draft(place));
      storage.saveDraft(place, '');
    }
    localChanges = 0;
    place =
      next === undefined
        ? undefined
        : { sandboxId: next.sandboxId, ...(next.sessionId === undefined ? {} : { sessionId: next.sessionId }) };
    ref = place !== undefined && isDraftSession(place.sessionId) ? { sandboxId: place.sandboxId } : place;
    const sandbox = sandboxOf();
    title = place?.sessionId === undefined ? undefined : sandbox?.store.state.sessions.get(place.sessionId)?.title;
    watch();
    reset(keepsDraft);
    frame.shown(place, shownTitle());
    chats.changed();
  };

  /** Moves the user's choices to the session created for a draft. */
  const createdRef = ({ sandboxId, sessionId }: SessionRef): SessionRef | undefined => {
    const sessions = isDraftSession(sessionId) ? sandboxes.get(sandboxId)?.store.state.sessions.values() : undefined;
    const session = sessions === undefined || sessionId === undefined ? undefined : createdFor(sessions, sessionId);
    if (session === undefined) return undefined;
    const next = { sandboxId, sessionId: session.id };
    const choice = storage.choice({ sandboxId, ...(sessionId === undefined ? {} : { sessionId }) });
    if (Object.keys(choice).length > 0) storage.saveChoice(next, choice);
    return next;
  };
  /** Continues in the session created for the shown draft. */
  const showCreated = (): void => {
    const next = place === undefined ? undefined : createdRef(place);
    if (next === undefined || place === undefined) return;
    storage.saveChoice(place, {});
    show(next, true);
  };

  const whenReady = (work: () => void): void => {
    if (isReady) work();
    else early.push(work);
  };
  bag.add(
    sandboxes.onDidChange(() => {
      if (place === undefined) return;
      if (sandboxOf() === undefined) show(undefined);
      else {
        watch();
        reset();
      }
    }),
  );
  bag.add(
    settings.onDidChange((affects) => {
      if (affects('showReasoning') || affects('enterSends')) send('settings', chatSettings(settings));
    }),
  );

  const surface: ChatController = {
    kind,
    get ref() {
      return ref;
    },
    get place() {
      return place;
    },
    get visible() {
      return frame.visible;
    },
    get scene() {
      return scene();
    },
    get sandbox() {
      return sandboxOf();
    },
    show,
    reveal: frame.reveal,
    attach: (attachments) => whenReady(() => send('attach', { attachments })),
    insert: (text, append) => whenReady(() => send('insert', { text, append })),
    submit: () => whenReady(() => send('submit', {})),
    navigate: (to) => whenReady(() => send('navigate', { to })),
    localChanges(count) {
      if (count === localChanges) return;
      localChanges = count;
      send('localChanges', { count });
    },
    notice: (message, action) =>
      whenReady(() => send('notice', action === undefined ? { message } : { message, action })),
    choose(choice) {
      if (place === undefined) return;
      storage.saveChoice(place, choice);
      send('choice', choice);
    },
    send,
    join(webview, handlers) {
      const channel = createChannel<FromChat, ChatRequests, ToChat, NoRequests>(
        (message) => void webview.postMessage(message),
        (error) => services.log.error(`A message of the chat failed: ${withStack(error)}`),
      );
      post = (type, data) => channel.send(type as keyof ToChat, data as never);
      const listening = webview.onDidReceiveMessage(channel.receiver(handlers));
      return {
        dispose() {
          listening.dispose();
          post = undefined;
          isReady = false;
          outlet.close();
        },
      };
    },
    ready() {
      isReady = true;
      reset();
      for (const work of early.splice(0)) work();
    },
    ack: outlet.ack,
    frameChanged() {
      if (!frame.visible) {
        // A closed view sends nothing.
        if (chats.active === surface) services.setContextKey('chatFocus', false);
        isReady = false;
        outlet.close();
      }
      chats.changed();
    },
    dispose: () => bag.dispose(),
  };
  bag.add(chats.add(surface));
  return surface;
}
