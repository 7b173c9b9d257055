// Checked by `npm run typecheck`: each line below an expectation must not compile.
import { eventReaders, requestReaders } from '../../src/host/features/chat/schema.js';
import type { Handlers } from '../../src/host/features/chat/chatWebview.js';
import type { MessageHandlers } from '../../src/webview/bridge.js';

declare const fromChat: Handlers['events'];
declare const toChat: MessageHandlers;
declare const requests: Handlers['requests'];

const { stop: _stop, ...withoutStop } = fromChat;
const { notice: _notice, ...withoutNotice } = toChat;
const { older: _older, ...withoutOlder } = requests;
const { draft: _draft, ...withoutDraft } = eventReaders;
const { complete: _complete, ...withoutComplete } = requestReaders;

// @ts-expect-error The extension host ignores a message of the chat.
export const host: Handlers['events'] = withoutStop;
// @ts-expect-error The chat ignores a message of the extension host.
export const chat: MessageHandlers = withoutNotice;
// @ts-expect-error The extension host does not answer a request of the chat.
export const answers: Handlers['requests'] = withoutOlder;
// @ts-expect-error Nothing checks the data of a message.
export const readers: typeof eventReaders = withoutDraft;
// @ts-expect-error Nothing checks the data of a request.
export const params: typeof requestReaders = withoutComplete;
// @ts-expect-error The answer has another shape.
export const older: Handlers['requests']['older'] = async () => ({ count: 1 });
