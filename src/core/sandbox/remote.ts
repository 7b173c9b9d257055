import type { AgentEvent } from '../../shared/model/events.js';
import type { SessionId } from '../../shared/model/ids.js';

/** A request of another client. */
export type RemoteControl = Extract<AgentEvent, { type: 'remote.control' }>['control'];

/** The supported commands; everything else is ignored. */
export type RemoteCommand =
  | { readonly type: 'append'; readonly text: string }
  | { readonly type: 'toast'; readonly message: string; readonly severity: 'info' | 'warning' }
  | { readonly type: 'submit' }
  | { readonly type: 'listSessions' }
  | { readonly type: 'openSession'; readonly sessionId: SessionId };

/** Limit of characters that one event may insert into the input. */
const MAX_TEXT = 20_000;
/** Limit of displayed characters of a message. */
const MAX_MESSAGE = 400;

/** Removes invisible and reordering characters, but keeps line breaks and tabs. */
const cleaned = (text: string): string =>
  text.replaceAll(/\r\n?/g, '\n').replaceAll(/(?![\n\t\u200d])[\p{Cc}\p{Cf}]/gu, '');

/** Converts a text to one line without links: VS Code would turn `[text](address)` into a link. */
const line = (text: string): string => cleaned(text).replaceAll(/\s+/g, ' ').replaceAll('](', '] (').trim();

/** Parses an event; undefined for an unsupported command and for empty text. */
export function parseRemoteCommand(control: RemoteControl): RemoteCommand | undefined {
  switch (control.kind) {
    case 'append': {
      const text = cleaned(control.text).slice(0, MAX_TEXT);
      return text === '' ? undefined : { type: 'append', text };
    }
    case 'toast': {
      const text = line(control.title === undefined ? control.message : `${control.title}: ${control.message}`);
      const message = text.length > MAX_MESSAGE ? `${text.slice(0, MAX_MESSAGE)}…` : text;
      const severity = control.variant === 'warning' || control.variant === 'error' ? 'warning' : 'info';
      return message === '' ? undefined : { type: 'toast', message, severity };
    }
    case 'select':
      return { type: 'openSession', sessionId: control.sessionId };
    case 'command':
      if (control.command === 'prompt.submit' || control.command === 'prompt_submit') return { type: 'submit' };
      if (control.command === 'session.list' || control.command === 'session_list') return { type: 'listSessions' };
      return undefined;
  }
}
