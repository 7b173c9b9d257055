import { l10n } from 'vscode';
import { Failure } from '../../../core/failure.js';
import type { MessageId } from '../../../shared/model/ids.js';
import { resend } from '../../../shared/model/resend.js';
import type { Services } from '../../services/index.js';
import { activeSessionOf, type ActiveSession } from './activeSession.js';
import type { ChatController, MessageHandlers } from './chatController.js';
import { revert } from './revert.js';

type Turns = 'resend' | 'editAgain' | 'fork' | 'revert' | 'unrevert';

const messageOf = ({ sandbox, session }: ActiveSession, id: MessageId): MessageId => {
  const known = sandbox.store.state.transcripts.get(session.id)?.messages.some((message) => message.id === id);
  if (known !== true) throw new Failure('rejected', l10n.t('This message no longer exists.'));
  return id;
};

/** The text and attachments of a user's message of this session. */
function promptIn(scope: ActiveSession, id: MessageId): ReturnType<typeof resend> {
  const { sandbox, session } = scope;
  const message = sandbox.store.state.transcripts.get(session.id)?.messages.find((each) => each.id === id);
  if (message?.role !== 'user') throw new Failure('rejected', l10n.t('This message no longer exists.'));
  return resend(message);
}

/** Handlers of actions on earlier turns: resend, edit, fork, revert. */
export const turnHandlers = ({ chats }: Services, surface: ChatController): MessageHandlers<Turns> => ({
  resend({ messageId }) {
    const scope = activeSessionOf(surface);
    const { sandbox, session } = scope;
    return sandbox.send(session.id, { ...promptIn(scope, messageId), ...surface.context.choice });
  },
  editAgain({ messageId }) {
    const { text, attachments } = promptIn(activeSessionOf(surface), messageId);
    surface.insert(text, false);
    if (attachments.length > 0) surface.attach(attachments);
  },
  async fork({ messageId }) {
    const scope = activeSessionOf(surface);
    const session = await scope.sandbox.fork(scope.session.id, messageOf(scope, messageId));
    await chats.open(
      { sandboxId: scope.sandbox.profile.id, sessionId: session.id },
      { editor: surface.kind === 'editor' },
    );
  },
  revert({ messageId }) {
    const scope = activeSessionOf(surface);
    return revert(scope, messageOf(scope, messageId));
  },
  unrevert() {
    const { sandbox, session } = activeSessionOf(surface);
    return sandbox.unrevert(session.id);
  },
});
