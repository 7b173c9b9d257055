import { createEmitter, type Disposable, type Event } from '../../core/emitter.js';
import type { NoticeAction, ToChat } from '../../shared/chat.js';
import type { Attachment } from '../../shared/model/entities.js';
import type { SessionRef } from '../vscode/storage.js';

/** A chat: the chat view, or an editor tab. Messages are queued until it is ready. */
export interface ChatSurface {
  readonly kind: 'view' | 'editor';
  /**
   * The displayed sandbox and session; without a session until the server has created it; undefined if there is no
   * sandbox to show.
   */
  readonly ref: SessionRef | undefined;
  /** The same, but with the ID of a draft session; used as the key of drafts and choices. */
  readonly place: SessionRef | undefined;
  readonly visible: boolean;
  /** Shows another session; a new session takes over an unsent draft for the same sandbox. */
  show(ref: SessionRef | undefined, isNew?: boolean): void;
  reveal(focus: boolean): Promise<void>;
  /** Adds attachments to the input. */
  attach(attachments: readonly Attachment[]): void;
  insert(text: string, append: boolean): void;
  submit(): void;
  navigate(to: ToChat['navigate']['to']): void;
  /** Shows the number of local files that the sandbox does not have; 0 hides it. */
  localChanges(count: number): void;
  notice(message: string, action?: { readonly label: string; readonly id: NoticeAction }): void;
}

/** Provided by the chat feature: the view, and a function that opens an editor tab. */
export interface ChatMaker {
  readonly view: ChatSurface;
  openEditor(ref: SessionRef): ChatSurface;
}

/** Where to open a session, and whether the session is new. */
export interface OpenOptions {
  readonly editor?: boolean;
  readonly focus?: boolean;
  readonly isNew?: boolean;
}

/** The registry of all chats, for other features. */
export interface Chats extends Disposable {
  /** The active chat: the visible one that was focused last, otherwise the view. */
  readonly active: ChatSurface | undefined;
  readonly all: readonly ChatSurface[];
  /** Fires when the active chat, its session, or its visibility changes. */
  readonly onDidChange: Event<void>;
  add(surface: ChatSurface): Disposable;
  /** Call when a chat got the focus. */
  focused(surface: ChatSurface): void;
  changed(): void;
  provide(maker: ChatMaker): Disposable;
  /** Whether this session is visible in a chat. */
  isInView(ref: SessionRef): boolean;
  open(ref: SessionRef, options?: OpenOptions): Promise<ChatSurface>;
}

const same = (a: SessionRef | undefined, b: SessionRef): boolean =>
  a?.sandboxId === b.sandboxId && a.sessionId === b.sessionId;

/** Creates an empty registry. */
export function createChats(): Chats {
  const changed = createEmitter<void>();
  /** Ordered by focus, the last focused one last. */
  let surfaces: readonly ChatSurface[] = [];
  let maker: ChatMaker | undefined;
  return {
    get active() {
      return surfaces.findLast((surface) => surface.visible) ?? maker?.view;
    },
    get all() {
      return surfaces;
    },
    onDidChange: changed.event,
    add(surface) {
      surfaces = [...surfaces, surface];
      changed.fire();
      return {
        dispose() {
          surfaces = surfaces.filter((other) => other !== surface);
          changed.fire();
        },
      };
    },
    focused(surface) {
      if (surfaces.at(-1) === surface || !surfaces.includes(surface)) return;
      surfaces = [...surfaces.filter((other) => other !== surface), surface];
      changed.fire();
    },
    changed: () => changed.fire(),
    provide(given) {
      maker = given;
      return { dispose: () => (maker = undefined) };
    },
    isInView: (ref) => surfaces.some((surface) => surface.visible && same(surface.place, ref)),
    async open(ref, options = {}) {
      if (maker === undefined) throw new Error('The chat is not available yet.');
      const open = surfaces.find((surface) => surface.kind === 'editor' && same(surface.place, ref));
      const surface = options.editor === true ? (open ?? maker.openEditor(ref)) : maker.view;
      if (!same(surface.place, ref)) surface.show(ref, options.isNew);
      await surface.reveal(options.focus ?? true);
      return surface;
    },
    dispose: () => changed.dispose(),
  };
}
