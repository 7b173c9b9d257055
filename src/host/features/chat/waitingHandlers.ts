import type { Services } from '../../services/index.js';
import { activeSessionOf } from './activeSession.js';
import type { ChatController, MessageHandlers } from './chatController.js';

type Waiting =
  | 'retryPending'
  | 'discardPending'
  | 'sendNow'
  | 'editWaiting'
  | 'removeWaiting'
  | 'continueQueue'
  | 'toBackground';

/** Handlers of actions on waiting prompts, in the outbox or on the server. */
export const waitingHandlers = (services: Services, surface: ChatController): MessageHandlers<Waiting> => ({
  retryPending: ({ id }) => surface.sandbox?.retryPending(id),
  discardPending({ id }) {
    const taken = surface.sandbox?.cancelPrompt(id);
    if (taken !== undefined && taken.attachments.length > 0) surface.attach(taken.attachments);
  },
  sendNow({ id }) {
    const { sandbox, session } = activeSessionOf(surface);
    return sandbox.sendNow(session.id, id);
  },
  async editWaiting({ id }) {
    const { sandbox, session } = activeSessionOf(surface);
    const { text, attachments } = await sandbox.cancelWaiting(session.id, id);
    const draft = surface.place === undefined ? '' : services.storage.draft(surface.place);
    surface.insert(draft === '' ? text : `${text}\n\n${draft}`, false);
    if (attachments.length > 0) surface.attach(attachments);
    surface.send('focus', {});
  },
  removeWaiting({ id }) {
    const { sandbox, session } = activeSessionOf(surface);
    return sandbox.cancelWaiting(session.id, id);
  },
  continueQueue() {
    const { sandbox, session } = activeSessionOf(surface);
    return sandbox.continueQueue(session.id);
  },
  toBackground() {
    const { sandbox, session } = activeSessionOf(surface);
    return sandbox.toBackground(session.id);
  },
});
