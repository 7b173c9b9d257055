import type { Message, Session } from '../../../shared/model/entities.js';
import type { Client } from '../opencode1/client.js';
import { basicSessions } from '../opencode1/sessions.js';
import type { SessionsPort } from '../ports.js';
import { draftTitle, withDraft } from './draftTitle.js';

const withoutCost = (session: Session): Session => {
  const { cost: _, tokens: _tokens, ...rest } = session;
  return withDraft(rest);
};

/** Removes the cost, tokens and finish reason of a message: this server sends placeholders. */
export const stripUnreported = (message: Message): Message => {
  if (message.role === 'user') return message;
  const { finish: _, cost: _cost, tokens: _tokens, ...rest } = message;
  return rest;
};

/** Sessions of a Sandbox Agent; it ignores limits, so they are applied here. */
export function createSessions(caller: Client): SessionsPort {
  const base = basicSessions(caller);
  return {
    ...base,
    reportsCost: false,
    async snapshot(signal) {
      const read = await base.snapshot(signal);
      return { ...read, sessions: read.sessions.map(withoutCost) };
    },
    get: async (id, signal) => withDraft(await base.get(id, signal)),
    async create({ draft, ...options }, signal) {
      const title = draft === undefined ? {} : { title: draftTitle(draft) };
      return withDraft(await base.create({ ...title, ...options }, signal));
    },
    async list({ limit }, signal) {
      const all = (await base.list({}, signal)).map(withoutCost);
      return all.toSorted((a, b) => b.updated - a.updated).slice(0, limit);
    },
    async messages(id, page, signal) {
      const { messages } = await base.messages(id, page, signal);
      return { messages: messages.map(stripUnreported) };
    },
  };
}
