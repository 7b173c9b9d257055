import type { AgentServer } from '../ports.js';
import { dataOf, opt, type Caller } from './client.js';

type RequestCalls = Pick<AgentServer, 'allowInSession' | 'replyPermission' | 'replyQuestion' | 'rejectQuestion'>;

/** Answers to what the agent asks. */
export const requestCalls = ({ client, at }: Caller): RequestCalls => ({
  async allowInSession(id, permission, patterns, signal) {
    const rules = patterns.map((pattern) => ({ permission, pattern, action: 'allow' as const }));
    await dataOf(client.session.update({ ...at, sessionID: id, permission: rules }, opt(signal)));
  },
  async replyPermission(id, reply, words, signal) {
    await dataOf(
      client.permission.reply(
        { ...at, requestID: id, reply, ...(words === undefined ? {} : { message: words }) },
        opt(signal),
      ),
    );
  },
  async replyQuestion(id, answers, signal) {
    await dataOf(
      client.question.reply({ ...at, requestID: id, answers: answers.map((answer) => [...answer]) }, opt(signal)),
    );
  },
  async rejectQuestion(id, signal) {
    await dataOf(client.question.reject({ ...at, requestID: id }, opt(signal)));
  },
});
