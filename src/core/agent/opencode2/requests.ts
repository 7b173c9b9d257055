import type { QuestionRequest } from '../../../shared/model/entities.js';
import { compact, field, list, number, object, text } from '../opencode1/read.js';
import type { RequestsPort } from '../ports.js';
import type { PermissionRuleset, Requests } from './api.js';
import { abortable, unlessMissing, type Client } from './client.js';

type Answer = Requests['POST /api/session/{sessionID}/form/{formID}/reply']['body']['answer'];

/** Answers by the keys of the fields; unanswered fields are left out. */
function formAnswer({ questions }: QuestionRequest, answers: readonly (readonly string[])[]): Answer {
  const entries = questions.flatMap(({ key, kind }, index): [string, Answer[string]][] => {
    const given = answers[index] ?? [];
    const [first] = given;
    if (key === undefined || first === undefined) return [];
    switch (kind) {
      case 'choices':
        return [[key, [...given]]];
      case 'number':
      case 'integer':
        return [[key, Number(first)]];
      // The server requires confirmation that its page was opened.
      case 'link':
      case 'boolean':
        return [[key, first === 'true']];
      default:
        return [[key, first]];
    }
  });
  return Object.fromEntries(entries);
}

/** Answers to permissions and forms. */
export const createRequests = ({ call, data, json, at }: Client): RequestsPort => ({
  rejectWithReason: true,
  async replyPermission({ id, sessionId }, decision, words, signal) {
    const body = { decision, ...(words === undefined ? {} : { message: words }) };
    const path = { sessionID: sessionId, requestID: id };
    await call('POST /api/session/{sessionID}/permission/{requestID}/reply', { path, body }, abortable(signal));
    // 2.0.15 does not pass the reason of a rejection to the model, so it is also sent as a prompt into the running
    // turn.
    if (decision !== 'reject' || words === undefined || words === '') return;
    const steer = { text: words, delivery: 'steer' as const };
    await call(
      'POST /api/session/{sessionID}/prompt',
      { path: { sessionID: sessionId }, body: steer },
      abortable(signal),
    );
  },
  async allowInSession(id, permission, patterns, signal) {
    const path = { sessionID: id };
    const session = await data('GET /api/session/{sessionID}', { path }, abortable(signal));
    const before = list(session, 'permissions') as PermissionRuleset;
    const rules = patterns.map((resource) => ({ action: permission, resource, effect: 'allow' as const }));
    // The sent rules replace the existing ones.
    const body = { permissions: [...before, ...rules] };
    await call('PATCH /api/session/{sessionID}', { path, body }, abortable(signal));
  },
  async replyQuestion(request, answers, signal) {
    const path = { sessionID: request.sessionId, formID: request.id };
    const body = { answer: formAnswer(request, answers) };
    await call('POST /api/session/{sessionID}/form/{formID}/reply', { path, body }, abortable(signal));
  },
  async rejectQuestion({ id, sessionId }, signal) {
    const path = { sessionID: sessionId, formID: id };
    await call('DELETE /api/session/{sessionID}/form/{formID}', { path }, abortable(signal));
  },
  saved: {
    async list(signal) {
      const location = await json('GET /api/location', { query: at() }, abortable(signal));
      const projectID = text(object(location, 'project'), 'id');
      const query = projectID === undefined ? {} : { projectID };
      return compact(list(await data('GET /api/permission/saved', { query }, abortable(signal))), (one) => {
        const id = text(one, 'id');
        if (id === undefined) return undefined;
        return {
          id,
          permission: text(one, 'action') ?? '',
          resource: text(one, 'resource') ?? '',
          created: number(field(one, 'time'), 'created') ?? 0,
        };
      });
    },
    async remove(id, signal) {
      await unlessMissing(call('DELETE /api/permission/saved/{id}', { path: { id } }, abortable(signal)));
    },
  },
});
