import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import { host } from '../bridge.js';
import { busy, draft, viewCommand } from '../state.js';
import { waiting } from '../waiting.js';
import { send } from './send.js';

/** Sends the draft into the running turn; without a draft, the first prompt that waits for its end. */
function sendNow(): void {
  if (draft.peek().trim() !== '') return void send('steer');
  const id = waiting.peek().find(({ delivery }) => delivery === 'queue')?.id;
  if (id !== undefined && busy.peek()) host.send('sendNow', { id });
}

/** Puts the last queued prompt back into the input. */
function editWaiting(): void {
  const id = waiting.peek().at(-1)?.id;
  if (id !== undefined) host.send('editWaiting', { id });
}

/** Executes the view commands that concern the input. */
export const useInputCommands = (input: RefObject<HTMLTextAreaElement | null>): void =>
  useEffect(
    () =>
      viewCommand.subscribe((now) => {
        if (now?.what === 'focus') input.current?.focus();
        if (now?.what === 'submit') void send();
        if (now?.what === 'sendNow') sendNow();
        if (now?.what === 'editWaiting') editWaiting();
      }),
    [],
  );
