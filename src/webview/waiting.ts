import { computed } from '@preact/signals';
import type { Delivery } from '../shared/model/entities.js';
import type { MessageId } from '../shared/model/ids.js';
import type { PendingPrompt } from '../shared/model/pending.js';
import { outgoing, unlisted } from './outgoing.js';
import { busy, frame, messageSignal, pending, sandboxState } from './state.js';

/** A prompt that the agent sees later, here or on the server. */
export interface WaitingPrompt {
  /** Absent while it is stored; then nothing can be done with it. */
  readonly id?: MessageId;
  readonly text: string;
  /** Names of the attachments. */
  readonly attachments: readonly string[];
  readonly delivery: Delivery;
}

/** Whether a prompt on its way waits for a turn rather than for the connection, or for the user's help. */
const waitsForTurn = (entry: PendingPrompt): boolean =>
  entry.state !== 'failed' &&
  frame.value?.connection.phase === 'connected' &&
  (busy.value || (entry.held === true && entry.state === 'queued')) &&
  messageSignal(entry.messageId) === undefined;

/** Prompts on their way that the conversation shows. */
export const sending = computed(() =>
  pending.value.filter((entry) => !waitsForTurn(entry) && messageSignal(entry.messageId) === undefined),
);

/** What was just sent and is not among the others yet. */
export const unstored = computed(() => {
  // Named, so that this follows it.
  void outgoing.value;
  return unlisted(frame.value?.sessionId, pending.value);
});

const here = ({ messageId, command, text, attachments, delivery }: PendingPrompt): WaitingPrompt => ({
  id: messageId,
  text: command === undefined ? text : `/${command} ${text}`.trim(),
  attachments: attachments.map(({ name }) => name),
  delivery: delivery ?? 'queue',
});

/** Prompts that the agent has not seen, in the order in which it will: first those for the turn that runs. */
export const waiting = computed<readonly WaitingPrompt[]>(() => {
  const id = frame.value?.sessionId;
  const there = id === undefined ? [] : (sandboxState.value.inbox.get(id) ?? []);
  const all: readonly WaitingPrompt[] = [
    ...there.filter(({ kind }) => kind === 'prompt'),
    ...pending.value
      .filter((entry) => waitsForTurn(entry) && !there.some((one) => one.id === entry.messageId))
      .map(here),
    ...(busy.value
      ? unstored.value.map(({ text, attachments, delivery }) => ({
          text,
          attachments: attachments.map(({ name }) => name),
          delivery: delivery ?? ('queue' as const),
        }))
      : []),
  ];
  return [...all.filter(({ delivery }) => delivery === 'steer'), ...all.filter(({ delivery }) => delivery !== 'steer')];
});

/** Nothing is sent automatically: the user stopped the turn, or the server restarted. */
export const isParked = computed(
  () => !busy.value && waiting.value.length > 0 && frame.value?.connection.phase === 'connected',
);
