import type { JsonObject } from '../../shared/model/entities.js';
import { isSessionId, type MessageId, type SessionId } from '../../shared/model/ids.js';
import { Failure } from '../failure.js';
import type { Sandbox } from './sandbox.js';
import { isObject } from '../../shared/json.js';

/** The five actions offered to other agents and extensions; the results contain the server's objects unchanged. */
export interface AgentActions {
  /** `{session:{id,slug,version,directory,title,…}}` of a new, empty session. */
  createSession(): Promise<JsonObject>;
  /** `{success:true,result:""}` once the server has accepted the prompt; use `getMessages` to read the answer. */
  sendPrompt(sessionId: SessionId, prompt: string): Promise<JsonObject>;
  /** `{messages:[{info,parts}]}`, oldest first. */
  getMessages(sessionId: SessionId): Promise<JsonObject>;
  /** `{session:{…,time:{created,updated},summary:{additions,deletions,files}}}`. */
  getSession(sessionId: SessionId): Promise<JsonObject>;
  /** `{sessions:[{id,title,time:{created}}…]}`, without those of sub-agents. */
  listSessions(): Promise<JsonObject>;
}

/** Length limit of a prompt from another agent, in characters. */
const MAX_PROMPT_LENGTH = 1_000_000;

const bad = (message: string): Failure => new Failure('rejected', message);

/** Reads the session ID of a tool call; throws for anything but a session ID. */
export function readSessionId(value: unknown): SessionId {
  if (!isSessionId(value)) throw bad('sessionId must be the id of a session, such as ses_1a2b3c.');
  return value;
}

/** Reads the prompt of a tool call. */
export function readPrompt(value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw bad('prompt must be a text that is not empty.');
  if (value.length > MAX_PROMPT_LENGTH) throw bad('prompt must not be longer than a million characters.');
  return value;
}

/** Resolves when the prompt is no longer pending; rejects if it could not be sent. */
function taken(sandbox: Sandbox, id: MessageId, sessionId: SessionId): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const entry = sandbox.pending.find((pending) => pending.messageId === id);
      if (entry?.state !== undefined && entry.state !== 'failed') return;
      subscription.dispose();
      if (entry === undefined) resolve();
      else reject(bad(entry.reason ?? `The prompt was not sent to session ${sessionId}.`));
    };
    const subscription = sandbox.onDidChangePending(look);
    look();
  });
}

/** The summary for servers that report none: no changes. */
const UNCHANGED = { additions: 0, deletions: 0, files: 0 };

/** The actions for one sandbox; connects it first if necessary. */
export function fiveActions(sandbox: Sandbox): AgentActions {
  return {
    async createSession() {
      return { session: await (await sandbox.ready()).raw.createSession() };
    },
    async sendPrompt(sessionId, prompt) {
      // Check first: a prompt for a missing session must not wait in the outbox.
      await (await sandbox.ready()).sessions.get(sessionId);
      const id = await sandbox.send(sessionId, { text: prompt, attachments: [] });
      await taken(sandbox, id, sessionId);
      if ((await (await sandbox.ready()).prompts.find(sessionId, id)) === undefined)
        throw bad('The prompt was removed before it was sent.');
      return { success: true, result: '' };
    },
    async getMessages(sessionId) {
      return { messages: await (await sandbox.ready()).raw.messages(sessionId) };
    },
    async getSession(sessionId) {
      const session = await (await sandbox.ready()).raw.session(sessionId);
      return {
        session: isObject(session) && session['summary'] === undefined ? { ...session, summary: UNCHANGED } : session,
      };
    },
    async listSessions() {
      return { sessions: await (await sandbox.ready()).raw.sessions() };
    },
  };
}
