import type * as vscode from 'vscode';
import { createBag, createSlot, type Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { ChatChoice, FromChat, ToChat } from '../../../shared/chat.js';
import type { Attachment } from '../../../shared/model/entities.js';
import { isDraftSession, type SessionId } from '../../../shared/model/ids.js';
import type { ChatSurface } from '../../services/chatRegistry.js';
import type { Services } from '../../services/index.js';
import { titleOf } from '../../services/labels.js';
import type { SessionRef } from '../../vscode/storage.js';
import { ChatWebview, type Handlers } from './chatWebview.js';
import { createdRef } from './createdSession.js';
import { subscribe, type ChatEvents } from './sessionSubscription.js';
import { chatSettings, pendingOf, snapshotOf, type ChatContext } from './snapshot.js';

/** The container of a chat. */
export interface ChatContainer {
  readonly visible: boolean;
  reveal(focus: boolean): Promise<void>;
  /** Called when the displayed session or its title changed. */
  shown(ref: SessionRef | undefined, title: string | undefined): void;
}

/** Handlers of the messages of a chat, or of some of them. */
export type MessageHandlers<K extends keyof FromChat = keyof FromChat> = {
  readonly [N in K]: (data: FromChat[N]) => unknown;
};

/** What to show instead of a deleted session: its unsent prompts, otherwise an empty chat. */
const afterDeletion = ({ profile, pending }: Sandbox, deleted: SessionId | undefined): SessionRef => {
  const left = pending.find(({ formerSession }) => formerSession !== undefined && formerSession === deleted);
  return { sandboxId: profile.id, ...(left === undefined ? {} : { sessionId: left.sessionId }) };
};

/** A chat: the session that it shows, and the webview that it can be connected to. */
export class ChatController implements ChatSurface, Disposable {
  readonly kind: ChatSurface['kind'];
  readonly #services: Services;
  readonly #container: ChatContainer;
  readonly #webview: ChatWebview;
  #place: SessionRef | undefined;
  /** The displayed session for other features; without the ID of a draft session. */
  #ref: SessionRef | undefined;
  #title: string | undefined;
  #changes: ChatContext['changes'] = [];
  #localChanges = 0;
  /** Disposed when another sandbox or session is shown. */
  readonly #subscription = createSlot<Disposable>();
  readonly #bag = createBag(this.#subscription);

  constructor(services: Services, kind: ChatSurface['kind'], container: ChatContainer) {
    const { sandboxes, settings, chats } = services;
    this.kind = kind;
    this.#services = services;
    this.#container = container;
    this.#webview = new ChatWebview(services.log, () => this.#reset());
    this.#bag.add(sandboxes.onDidChange(() => this.#sandboxesChanged()));
    this.#bag.add(
      settings.onDidChange((affects) => {
        if (affects('showReasoning') || affects('enterSends')) this.send('settings', chatSettings(settings));
      }),
    );
    this.#bag.add(chats.add(this));
  }

  get ref(): SessionRef | undefined {
    return this.#ref;
  }

  get place(): SessionRef | undefined {
    return this.#place;
  }

  get visible(): boolean {
    return this.#container.visible;
  }

  get sandbox(): Sandbox | undefined {
    return this.#place === undefined ? undefined : this.#services.sandboxes.get(this.#place.sandboxId);
  }

  /** The content of the chat. */
  get context(): ChatContext {
    const { sandbox } = this;
    const place = this.#place;
    return {
      ...(sandbox === undefined ? {} : { sandbox }),
      ...(place?.sessionId === undefined ? {} : { sessionId: place.sessionId }),
      choice: place === undefined ? {} : this.#services.storage.choice(place),
      changes: this.#changes,
    };
  }

  show(wanted: SessionRef | undefined, isNew = false): void {
    const next = wanted === undefined ? undefined : (createdRef(this.#services, wanted) ?? wanted);
    const keepsDraft = isNew && this.#moveDraft(next);
    this.#localChanges = 0;
    this.#setPlace(next);
    this.#subscribe();
    this.#reset(keepsDraft);
    this.#titleChanged();
    this.#services.chats.changed();
  }

  reveal(focus: boolean): Promise<void> {
    return this.#container.reveal(focus);
  }

  attach(attachments: readonly Attachment[]): void {
    this.#webview.sendWhenReady('attach', { attachments });
  }

  insert(text: string, append: boolean): void {
    this.#webview.sendWhenReady('insert', { text, append });
  }

  submit(): void {
    this.#webview.sendWhenReady('submit', {});
  }

  navigate(to: ToChat['navigate']['to']): void {
    this.#webview.sendWhenReady('navigate', { to });
  }

  notice(message: string, action?: ToChat['notice']['action']): void {
    this.#webview.sendWhenReady('notice', action === undefined ? { message } : { message, action });
  }

  localChanges(count: number): void {
    if (count === this.#localChanges) return;
    this.#localChanges = count;
    this.send('localChanges', { count });
  }

  choose(choice: ChatChoice): void {
    if (this.#place === undefined) return;
    this.#services.storage.saveChoice(this.#place, choice);
    this.send('choice', choice);
  }

  send<K extends keyof ToChat & string>(type: K, data: ToChat[K]): void {
    this.#webview.send(type, data);
  }

  /** Connects a webview; `handlers` receive its messages. */
  connect(webview: vscode.Webview, handlers: Handlers): Disposable {
    return this.#webview.connect(webview, handlers);
  }

  /** Call when the webview is ready; it receives all messages from now on. */
  ready(): void {
    this.#webview.open(() => this.#reset());
  }

  /** Call when the webview has rendered everything up to `seq`. */
  ack(seq: number): void {
    this.#webview.ack(seq);
  }

  /** Call when the container was shown, hidden or focused. */
  containerChanged(): void {
    const { chats, setContextKey } = this.#services;
    if (!this.visible) {
      // A closed view sends no focus message.
      if (chats.active === this) setContextKey('chatFocus', false);
      this.#webview.close();
    }
    chats.changed();
  }

  dispose(): void {
    this.#bag.dispose();
  }

  #sandboxesChanged(): void {
    if (this.#place === undefined) return;
    if (this.sandbox === undefined) return this.show(undefined);
    this.#subscribe();
    this.#reset();
  }

  #setPlace(next: SessionRef | undefined): void {
    const sessionId = next?.sessionId;
    const place =
      next === undefined ? undefined : { sandboxId: next.sandboxId, ...(sessionId === undefined ? {} : { sessionId }) };
    this.#place = place;
    this.#ref = place !== undefined && isDraftSession(sessionId) ? { sandboxId: place.sandboxId } : place;
    this.#title = sessionId === undefined ? undefined : this.sandbox?.store.state.sessions.get(sessionId)?.title;
  }

  /** Moves a draft for a new session of the same sandbox to this session; false if there is no such session. */
  #moveDraft(next: SessionRef | undefined): boolean {
    const { storage } = this.#services;
    const place = this.#place;
    if (place === undefined || this.#ref?.sessionId !== undefined || place.sandboxId !== next?.sandboxId) return false;
    storage.saveDraft(next, storage.draft(place));
    storage.saveDraft(place, '');
    return true;
  }

  #reset(keepsDraft = false): void {
    const { settings, clock } = this.#services;
    this.#webview.reset(() => snapshotOf(this.context, settings, clock.now()), keepsDraft);
    if (this.#localChanges > 0) this.send('localChanges', { count: this.#localChanges });
  }

  #titleChanged(): void {
    this.#container.shown(this.#place, this.#title === undefined ? undefined : titleOf(this.#title));
  }

  #subscribe(): void {
    const { sandbox } = this;
    this.#changes = [];
    this.#subscription.set(undefined);
    if (sandbox === undefined) return;
    this.#subscription.set(
      createBag(
        subscribe(sandbox, this.#ref?.sessionId, this.#services.log, this.#eventsOf(sandbox)),
        sandbox.store.onDidCommit(({ changed }) => changed.has('sessions') && this.#showCreated()),
      ),
    );
  }

  #eventsOf(sandbox: Sandbox): ChatEvents {
    return {
      events: this.#webview.push,
      reset: () => this.#reset(),
      connection: (connection) => this.send('connection', connection),
      pending: () => this.send('pending', { pending: pendingOf(this.context) }),
      changes: (changes) => {
        this.#changes = changes;
        this.send('changes', { changes });
      },
      title: (title) => {
        if (title === this.#title) return;
        this.#title = title;
        this.#titleChanged();
      },
      gone: () => this.show(afterDeletion(sandbox, this.#ref?.sessionId)),
    };
  }

  /** Switches to the session that was created for the displayed draft session. */
  #showCreated(): void {
    const place = this.#place;
    const next = place === undefined ? undefined : createdRef(this.#services, place);
    if (next === undefined || place === undefined) return;
    this.#services.storage.saveChoice(place, {});
    this.show(next, true);
  }
}
