import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { isDraftSession, isSessionId, type SessionId } from '../../../shared/model/ids.js';
import { VIEWS } from '../../vscode/ids.js';
import type { Services } from '../../services/index.js';
import type { SessionRef } from '../../vscode/storage.js';
import { chatRoots } from './html.js';
import { ChatController } from './chatController.js';
import { attachWebview } from './view.js';

/** Chats as editor tabs. */
export interface ChatEditors extends Disposable {
  open(ref: SessionRef): ChatController;
  readonly surfaces: ReadonlySet<ChatController>;
}

/** Reads the session from a chat's persisted state; ignores anything else. */
const readState = (state: unknown): SessionId | undefined =>
  typeof state === 'object' &&
  state !== null &&
  'sessionId' in state &&
  (isSessionId(state.sessionId) || isDraftSession(state.sessionId))
    ? state.sessionId
    : undefined;

/** Creates and restores editor tabs. */
export function createChatEditors(services: Services): ChatEditors {
  const { context, chats, storage } = services;
  const bag = createBag();
  const surfaces = new Set<ChatController>();
  const adopt = (panel: vscode.WebviewPanel, ref: SessionRef | undefined): ChatController => {
    const surface = new ChatController(services, 'editor', {
      get visible() {
        return panel.visible;
      },
      async reveal(focus) {
        panel.reveal(undefined, !focus);
        if (focus) surface.send('focus', {});
      },
      shown(shown, title) {
        if (shown !== undefined) storage.savePlace(shown);
        panel.title = title === undefined || title === '' ? vscode.l10n.t('Chat') : title;
      },
    });
    const icon = (theme: 'light' | 'dark'): vscode.Uri =>
      vscode.Uri.joinPath(context.extensionUri, 'media', `chat-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const own = bag.add(
      createBag(
        surface,
        attachWebview(services, surface, panel.webview),
        panel.onDidChangeViewState(() => {
          surface.containerChanged();
          if (panel.active) chats.focused(surface);
        }),
      ),
    );
    surfaces.add(surface);
    panel.onDidDispose(() => {
      surfaces.delete(surface);
      own.dispose();
    });
    if (ref !== undefined) surface.show(ref);
    return surface;
  };
  bag.add(
    vscode.window.registerWebviewPanelSerializer(VIEWS.chatEditor, {
      async deserializeWebviewPanel(panel, state) {
        const sessionId = readState(state);
        const sandboxId = sessionId === undefined ? undefined : storage.placeOf(sessionId);
        adopt(panel, sessionId === undefined || sandboxId === undefined ? undefined : { sandboxId, sessionId });
      },
    }),
  );
  return {
    surfaces,
    open(ref) {
      const panel = vscode.window.createWebviewPanel(
        VIEWS.chatEditor,
        vscode.l10n.t('Chat'),
        vscode.ViewColumn.Active,
        {
          enableScripts: true,
          localResourceRoots: [...chatRoots(context.extensionUri)],
        },
      );
      return adopt(panel, ref);
    },
    dispose: () => bag.dispose(),
  };
}
