import type * as vscode from 'vscode';
import { createBag, createSlot, type Disposable } from '../../core/emitter.js';
import { toFailure } from '../../core/failure.js';
import type { Sandbox } from '../../core/sandbox/sandbox.js';
import type { Commit } from '../../core/sync/store.js';
import { createChannel } from '../../shared/channel.js';
import type { ChatChoice, ToChat } from '../../shared/chat.js';
import type { AgentEvent } from '../../shared/model/events.js';
import type { SessionId } from '../../shared/model/ids.js';
import type { ChatSurface } from '../chats.js';
import { familyOf } from '../families.js';
import type { Services } from '../services.js';
import type { SessionRef } from '../storage.js';
import { titleOf } from '../texts.js';
import { createOutlet } from './outlet.js';
import { relevant } from './relevant.js';
import { chatSettings, pendingOf, snapshotOf, type Scene } from './snapshot.js';

/** What a surface is drawn in. */
export interface Frame {
  readonly visible: boolean;
  reveal(focus: boolean): Promise<void>;
  /** What is shown changed, or its title did. */
  shown(ref: SessionRef | undefined, title: string | undefined): void;
}

/** A chat with the means to join it to a webview. */
export interface Surface extends ChatSurface, Disposable {
  readonly scene: Scene;
  readonly sandbox: Sandbox | undefined;
  choose(choice: ChatChoice): void;
  send<K extends keyof ToChat & string>(type: K, data: ToChat[K]): void;
  /** Joins a webview; `handlers` take what it says. */
  join(webview: vscode.Webview, handlers: Handlers): Disposable;
  /** The chat can draw: everything from now on reaches it. */
  ready(): void;
  ack(seq: number): void;
  /** The frame was shown, hidden or focused. */
  frameChanged(): void;
}

/** Checked handlers of what a chat says, by name. */
export interface Handlers {
  readonly events: Readonly<Record<string, (data: never) => void>>;
  readonly requests: Readonly<Record<string, (params: never) => Promise<unknown>>>;
}

/** Sub-agents whose progress is followed at the same time. */
const FOLLOWED = 8;

/** Makes a chat that shows nothing yet. */
export function createSurface(services: Services, kind: ChatSurface['kind'], frame: Frame): Surface {
  const { sandboxes, chats, settings, storage, clock } = services;
  let ref: SessionRef | undefined;
  let title: string | undefined;
  let changes: Scene['changes'] = [];
  let ids: ReadonlySet<SessionId> = new Set();
  let isReady = false;
  /** Said before the chat could draw. */
  let early: (() => void)[] = [];
  let post: ((type: string, data: unknown) => void) | undefined;
  /** What lives as long as this sandbox and session are shown. */
  const current = createSlot<Disposable>();
  const transcripts = new Map<SessionId, Disposable>();
  const bag = createBag(current);

  const shownTitle = (): string | undefined => (title === undefined ? undefined : titleOf(title));
  const sandboxOf = (): Sandbox | undefined => (ref === undefined ? undefined : sandboxes.get(ref.sandboxId));
  const scene = (): Scene => {
    const sandbox = sandboxOf();
    return {
      ...(sandbox === undefined ? {} : { sandbox }),
      ...(ref?.sessionId === undefined ? {} : { sessionId: ref.sessionId }),
      choice: ref === undefined ? {} : storage.choice(ref),
      changes,
    };
  };
  const send: Surface['send'] = (type, data) => {
    if (isReady) post?.(type, data);
  };
  const outlet = createOutlet(
    (seq, events) => send('events', { seq, events }),
    () => reset(),
  );
  const reset = (): void => {
    if (!isReady) return;
    send('reset', { seq: outlet.reset(), snapshot: snapshotOf(scene(), settings, clock.now()) });
  };

  /** Follows sub-agents that work, so that their cards show what they do. */
  const follow = (sandbox: Sandbox): void => {
    for (const id of ids)
      if (!transcripts.has(id) && transcripts.size < FOLLOWED && sandbox.store.state.status.has(id))
        transcripts.set(id, sandbox.openTranscript(id));
  };
  const retitle = (sandbox: Sandbox): void => {
    const now = ref?.sessionId === undefined ? undefined : sandbox.store.state.sessions.get(ref.sessionId)?.title;
    if (now === title) return;
    title = now;
    frame.shown(ref, shownTitle());
  };
  const readChanges = (sandbox: Sandbox, id: SessionId): void => {
    if (sandbox.server?.capabilities.vcs !== true) return;
    void sandbox.sessionChanges(id).then(
      (read) => {
        if (ref?.sessionId !== id || sandboxOf() !== sandbox) return;
        changes = read;
        send('changes', { changes });
      },
      (error: unknown) => services.log.debug(`Changes of ${id} could not be read: ${String(error)}`),
    );
  };

  const leave = (sandbox: Sandbox): void => show({ sandboxId: sandbox.profile.id });
  const lookFor = (sandbox: Sandbox, id: SessionId): void => {
    void sandbox.server?.session(id).then(
      (session) => sandbox.store.dispatch([{ type: 'session.upserted', session }]),
      (error: unknown) => {
        if (toFailure(error).status === 404 && ref?.sessionId === id) leave(sandbox);
      },
    );
  };

  const committed = (sandbox: Sandbox, id: SessionId, { state, before, events }: Commit): void => {
    if (!state.sessions.has(id)) {
      // Deleted here or elsewhere: nothing is left to show. A reading lists the newest only: an old one may be there still.
      if (events.some((event) => event.type === 'session.removed' && event.sessionId === id)) return leave(sandbox);
      if (events.some((event) => event.type === 'snapshot.loaded')) lookFor(sandbox, id);
    }
    const now = familyOf(state, id);
    const surprise = [...now].some((each) => !ids.has(each) && before.transcripts.has(each));
    const all = new Set([...ids, ...now]);
    ids = now;
    // Models and agents are part of the frame, which only a snapshot brings.
    if (surprise || state.catalog !== before.catalog) reset();
    else {
      const own = events.map((event) => relevant(event, all)).filter((event) => event !== undefined);
      if (own.length > 0) outlet.push(own);
    }
    follow(sandbox);
    retitle(sandbox);
    const rested = events.some(
      (event: AgentEvent) => event.type === 'session.status' && event.sessionId === id && event.status.type === 'idle',
    );
    // The server counts a turn's files when the turn is over, and tells it with the prompt.
    const counted = events.some(
      (event) =>
        event.type === 'message.upserted' &&
        event.message.sessionId === id &&
        event.message.role === 'user' &&
        event.message.changes !== undefined,
    );
    const read = events.some(
      (event) => event.type === 'transcript.loaded' && event.sessionId === id && event.page === 'newest',
    );
    if (rested || counted || read) readChanges(sandbox, id);
  };

  const watch = (): void => {
    const sandbox = sandboxOf();
    const id = ref?.sessionId;
    changes = [];
    ids = sandbox === undefined || id === undefined ? new Set() : familyOf(sandbox.store.state, id);
    current.set(undefined);
    if (sandbox === undefined) return;
    let capabilities = sandbox.server?.capabilities;
    const own = createBag(
      sandbox.onDidChangeConnection((connection) => {
        // Another acquaintance may be able to do other things: the chat starts over.
        if (sandbox.server?.capabilities !== capabilities) {
          capabilities = sandbox.server?.capabilities;
          reset();
        }
        send('connection', connection);
      }),
      sandbox.onDidChangePending(() => send('pending', { pending: pendingOf(scene()) })),
      sandbox.store.onDidCommit((commit) => {
        if (id !== undefined) committed(sandbox, id, commit);
        else if (commit.state.catalog !== commit.before.catalog) reset();
      }),
      {
        dispose() {
          for (const held of transcripts.values()) held.dispose();
          transcripts.clear();
        },
      },
    );
    current.set(own);
    if (id !== undefined) {
      transcripts.set(id, sandbox.openTranscript(id));
      follow(sandbox);
      if (sandbox.store.state.transcripts.get(id)?.loaded === true) readChanges(sandbox, id);
    }
  };
  const show = (next: SessionRef | undefined): void => {
    ref =
      next === undefined
        ? undefined
        : { sandboxId: next.sandboxId, ...(next.sessionId === undefined ? {} : { sessionId: next.sessionId }) };
    const sandbox = sandboxOf();
    title = ref?.sessionId === undefined ? undefined : sandbox?.store.state.sessions.get(ref.sessionId)?.title;
    watch();
    reset();
    frame.shown(ref, shownTitle());
    chats.changed();
  };

  const whenReady = (work: () => void): void => {
    if (isReady) work();
    else early.push(work);
  };
  bag.add(
    sandboxes.onDidChange(() => {
      if (ref === undefined) return;
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

  const surface: Surface = {
    kind,
    get ref() {
      return ref;
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
    notice: (message, action) =>
      whenReady(() => send('notice', action === undefined ? { message } : { message, action })),
    choose(choice) {
      if (ref === undefined) return;
      storage.saveChoice(ref, choice);
      send('choice', choice);
    },
    send,
    join(webview, { events, requests }) {
      const channel = createChannel<ToChat, Record<never, never>>(
        (message) => void webview.postMessage(message),
        events,
        requests,
        (error) => services.log.error(`A message of the chat failed: ${String(error)}`),
      );
      post = (type, data) => channel.send(type as keyof ToChat, data as never);
      const listening = webview.onDidReceiveMessage((message: unknown) => channel.receive(message));
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
        // A view that goes away says nothing any more.
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
