import type { Completion } from '../../shared/chat.js';
import type { Delivery } from '../../shared/model/entities.js';
import { formatBytes } from '../../shared/format.js';
import { host } from '../bridge.js';
import { t } from '../l10n.js';
import { outgoing, type OutgoingPrompt } from '../outgoing.js';
import {
  attachments,
  messageSignal,
  draft,
  frame,
  goToEnd,
  notice,
  messageIds,
  pending,
  setDraft,
  addAttachments,
} from '../state.js';
import { readFiles } from './files.js';
import { createHistory } from './history.js';
import { MAX_ATTACHMENT_BYTES } from '../../shared/limits.js';

const earlier = (): readonly string[] =>
  messageIds.peek().flatMap((id) => {
    const message = messageSignal(id)?.peek();
    const text =
      message?.role === 'user'
        ? message.parts.find((part) => part.type === 'text' && part.synthetic !== true)
        : undefined;
    return text?.type === 'text' ? [text.text] : [];
  });
/** Earlier prompts, for the arrow keys. */
export const history = createHistory(earlier);
let before: Promise<void> = Promise.resolve();

/** Chosen completions that are still being resolved. */
let attaching: Promise<void> = Promise.resolve();

const tell = (error: unknown): void =>
  void (notice.value = { message: error instanceof Error ? error.message : String(error) });

/** Attaches a chosen completion; a prompt sent in the meantime waits for it. */
export function attach({ kind, value }: Completion): void {
  const read = attaching.then(() => host.request('attach', { kind, value }));
  attaching = read.then(({ attachment, refused }) => {
    if (refused !== undefined) notice.value = { message: refused };
    if (attachment !== undefined) addAttachments([attachment]);
  }, tell);
}

/** Puts a prompt that was not stored back into the input, before newer text. */
function restorePrompt(one: OutgoingPrompt): void {
  if (frame.peek()?.sessionId !== one.sessionId) return;
  setDraft([one.text, draft.peek()].filter((text) => text !== '').join('\n\n'));
  addAttachments(one.attachments);
}

async function deliver(begun: OutgoingPrompt): Promise<void> {
  await attaching;
  let one = begun;
  const isIt = (other: OutgoingPrompt): boolean => other.before === begun.before;
  if (frame.peek()?.sessionId === begun.sessionId) {
    one = { ...begun, attachments: attachments.peek() };
    attachments.value = [];
  }
  outgoing.value = outgoing.peek().map((other) => (isIt(other) ? one : other));
  const end = (): OutgoingPrompt => {
    const last = outgoing.peek().find(isIt) ?? one;
    outgoing.value = outgoing.peek().filter((other) => !isIt(other));
    return last;
  };
  try {
    const { text, attachments: files, delivery } = one;
    await host.request('send', { text, attachments: files, ...(delivery === undefined ? {} : { delivery }) });
  } catch (error) {
    restorePrompt(end());
    throw error;
  }
  end();
  setDraft(draft.peek());
  notice.value = undefined;
}

/** Shows a notice that explains how to add a sandbox; the text stays in the input. */
const offerSandbox = (): void =>
  void (notice.value = {
    message: t('No sandbox yet.'),
    actions: [
      { label: t('Add Sandbox'), id: 'addSandbox' },
      { label: t('Start Local Sandbox'), id: 'startLocalSandbox' },
    ],
  });

/**
 * Sends the draft after earlier prompts; `delivery` decides when the agent sees it if a turn runs. The input is cleared
 * immediately; the host stores the text as a draft until it has stored the prompt.
 */
export async function send(delivery?: Delivery): Promise<void> {
  const text = draft.peek();
  const isEmpty = text.trim() === '';
  const only = outgoing.peek().some((one) => one.text === '');
  if (isEmpty && (attachments.peek().length === 0 || only)) return;
  if (frame.peek()?.sandbox === undefined) return offerSandbox();
  const along = delivery === undefined ? {} : { delivery };
  const known = new Set(pending.peek().map(({ messageId }) => messageId));
  const one: OutgoingPrompt = { sessionId: frame.peek()?.sessionId, text, attachments: [], before: known, ...along };
  outgoing.value = [...outgoing.peek(), one];
  draft.value = '';
  history.reset();
  goToEnd();
  before = before.then(() => deliver(one)).catch(tell);
  await before;
}

/** Attaches dropped or pasted files; files that are too large are reported. */
export async function attachFiles(files: readonly File[]): Promise<void> {
  const { attachments: taken, refused } = await readFiles(files);
  addAttachments(taken);
  if (refused.length > 0)
    notice.value = {
      message: t('{0} is larger than {1} and was not attached.', refused.join(', '), formatBytes(MAX_ATTACHMENT_BYTES)),
    };
}
