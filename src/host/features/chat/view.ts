import * as vscode from 'vscode';
import { createBag, createSlot, type Disposable } from '../../../core/emitter.js';
import type { SandboxId } from '../../../shared/model/ids.js';
import { VIEWS } from '../../vscode/ids.js';
import type { Services } from '../../services/index.js';
import type { SessionRef } from '../../vscode/storage.js';
import { currentSandbox } from '../../services/commandTarget.js';
import { requestHandlers } from './requestHandlers.js';
import { showAdopted } from './adoptedPrompts.js';
import { chatHtml, chatRoots } from './html.js';
import { ChatController } from './chatController.js';
import { eventHandlers } from './messageHandlers.js';

/** Loads the chat's page into a webview and connects it to a chat. */
export function attachWebview(services: Services, surface: ChatController, webview: vscode.Webview): Disposable {
  const { extensionUri } = services.context;
  webview.options = { enableScripts: true, localResourceRoots: [...chatRoots(extensionUri)] };
  const joined = surface.connect(webview, {
    events: eventHandlers(services, surface),
    requests: requestHandlers(services, surface),
  });
  webview.html = chatHtml(webview, extensionUri);
  return joined;
}

/** The chat in the side bar; restores its session after a reload. */
export function createChatView(services: Services): { readonly surface: ChatController } & Disposable {
  const { storage, sandboxes } = services;
  let view: vscode.WebviewView | undefined;
  let shownTitle = '';
  /** Sets the title only while the view is collapsed; otherwise the chat shows it. */
  const label = (): void => {
    if (view !== undefined) view.description = view.visible ? '' : shownTitle;
  };
  const resolved = createSlot<Disposable>();
  const surface = new ChatController(services, 'view', {
    get visible() {
      return view?.visible === true;
    },
    async reveal(focus) {
      if (view === undefined || focus) await vscode.commands.executeCommand(`${VIEWS.chat}.focus`);
      else view.show(true);
      if (focus) surface.send('focus', {});
      services.chats.focused(surface);
    },
    shown(ref, title) {
      storage.saveOpen(ref);
      shownTitle = title ?? '';
      label();
    },
  });
  const restore = (): void => {
    const wanted: SessionRef | undefined = storage.open;
    if (wanted !== undefined && sandboxes.get(wanted.sandboxId) !== undefined) surface.show(wanted);
    else adopt();
  };
  /** Without a session, shows the empty chat of the current sandbox, where a prompt starts a session. */
  const adopt = (): void => {
    const sandbox = currentSandbox(services);
    if (surface.ref === undefined && sandbox !== undefined) surface.show({ sandboxId: sandbox.profile.id });
  };
  /** Switches an empty chat to a newly added sandbox, and keeps its text. */
  const follow = (sandboxId: SandboxId): void => {
    const { place } = surface;
    if (place?.sessionId !== undefined || place?.sandboxId === sandboxId) return;
    if (place !== undefined) {
      storage.saveDraft({ sandboxId }, storage.draft(place));
      storage.saveDraft(place, '');
    }
    surface.show({ sandboxId });
  };
  restore();
  const provider = vscode.window.registerWebviewViewProvider(VIEWS.chat, {
    resolveWebviewView(given) {
      view = given;
      const own = createBag(
        attachWebview(services, surface, given.webview),
        given.onDidChangeVisibility(() => {
          label();
          surface.containerChanged();
          if (given.visible) services.chats.focused(surface);
        }),
        given.onDidDispose(() => {
          view = undefined;
          resolved.set(undefined);
          surface.containerChanged();
        }),
      );
      resolved.set(own);
      surface.containerChanged();
    },
  });
  const bag = createBag(
    surface,
    provider,
    resolved,
    sandboxes.onDidChange(adopt),
    services.added.event(follow),
    showAdopted(services, surface),
  );
  return { surface, dispose: () => bag.dispose() };
}
