import { computed } from '@preact/signals';
import type { Delivery } from '../shared/model/entities.js';
import type { MessageId } from '../shared/model/ids.js';
import type { PendingPrompt } from '../shared/model/pending.js';
import { outgoing, unlisted } from './outgoing.js';
import { busy, frame, messageSignal, pending, sandboxState } from './state.js';

/** A prompt that the agent has not seen, in the outbox or on the server. */
export interface WaitingPrompt {
  /** Absent while it is being stored, when no actions are possible. */
  readonly id?: MessageId;
  readonly text: string;
  /** Names of the attachments. */
  readonly attachments: readonly string[];
  readonly delivery: Delivery;
}

/** Whether a pending prompt waits for a turn, not for the connection or the user. */
const waitsForTurn = (entry: PendingPrompt): boolean =>
  entry.state !== 'failed' &&
  frame.value?.connection.phase === 'connected' &&
  (busy.value || (entry.held === true && entry.state === 'queued')) &&
  messageSignal(entry.messageId) === undefined;

/** Pending prompts that are shown in the conversation. */
export const sending = computed(() =>
  pending.value.filter((entry) => !waitsForTurn(entry) && messageSignal(entry.messageId) === undefined),
);

/** Prompts that were just sent and are not in the other lists yet. */
export const unstored = computed(() => {
  // Read the signal to depend on it.
  void outgoing.value;
  return unlisted(frame.value?.sessionId, pending.value);
});

const here = ({ messageId, command, text, attachments, delivery }: PendingPrompt): WaitingPrompt => ({
  id: messageId,
  text: command === undefined ? text : `/${command} ${text}`.trim(),
  attachments: attachments.map(({ name }) => name),
  delivery: delivery ?? 'queue',
});

/** Prompts that the agent has not seen, in delivery order: those for the running turn first. */
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

/** Whether prompts are not sent automatically, because the user stopped the turn or the server restarted. */
export const isParked = computed(
  () => !busy.value && waiting.value.length > 0 && frame.value?.connection.phase === 'connected',
);
