import type { RequestsPort } from '../ports.js';
import { dataOf, opt, type Client } from './client.js';

/** The operations on requests that every server of this protocol supports. */
export const basicRequests = ({ client, at }: Client): RequestsPort => ({
  rejectWithReason: false,
  async replyPermission({ id }, reply, words, signal) {
    await dataOf(
      client.permission.reply(
        { ...at, requestID: id, reply, ...(words === undefined ? {} : { message: words }) },
        opt(signal),
      ),
    );
  },
  async replyQuestion({ id }, answers, signal) {
    await dataOf(
      client.question.reply({ ...at, requestID: id, answers: answers.map((answer) => [...answer]) }, opt(signal)),
    );
  },
  async rejectQuestion({ id }, signal) {
    await dataOf(client.question.reject({ ...at, requestID: id }, opt(signal)));
  },
});

/** Answers to permissions and questions. */
export const createRequests = (caller: Client): RequestsPort => ({
  ...basicRequests(caller),
  rejectWithReason: true,
  async allowInSession(id, permission, patterns, signal) {
    const rules = patterns.map((pattern) => ({ permission, pattern, action: 'allow' as const }));
    await dataOf(caller.client.session.update({ ...caller.at, sessionID: id, permission: rules }, opt(signal)));
  },
});
