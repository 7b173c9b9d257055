import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Services } from '../../services/index.js';
import { registerChatCommands } from './commands.js';
import { registerVirtualDocuments } from '../../vscode/virtualDocuments.js';
import { createChatEditors } from './editor.js';
import { notifyUser } from './notify.js';
import type { ChatController } from './chatController.js';
import { markViewedTurns } from './readMarks.js';
import { createChatView } from './view.js';

/** Updates the context keys of the active chat. */
function updateContextKeys(services: Services): Disposable {
  const { chats, sandboxes, setContextKey } = services;
  const tell = (): void => {
    const ref = chats.active?.ref;
    const running =
      ref?.sessionId !== undefined && sandboxes.get(ref.sandboxId)?.store.state.status.has(ref.sessionId) === true;
    setContextKey('hasSession', ref?.sessionId !== undefined);
    setContextKey('sessionRunning', running);
  };
  tell();
  return createBag(chats.onDidChange(tell), sandboxes.onDidUpdate(tell));
}

/** The chat: in the side bar, in editor tabs, and its notifications. */
export function register(services: Services): Disposable {
  const { chats } = services;
  const view = createChatView(services);
  const editors = createChatEditors(services);
  const front = (): ChatController => [...editors.surfaces].find((surface) => surface === chats.active) ?? view.surface;
  return createBag(
    view,
    editors,
    chats.provide({ view: view.surface, openEditor: editors.open }),
    registerChatCommands(services, front),
    registerVirtualDocuments(),
    notifyUser(services),
    updateContextKeys(services),
    markViewedTurns(services),
  );
}
