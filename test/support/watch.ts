// Waits for conditions on a sandbox's state; errors describe the actual state.
import type { Sandbox } from '../../src/core/sandbox/sandbox.js';
import type { Message } from '../../src/shared/model/entities.js';
import type { SessionId } from '../../src/shared/model/ids.js';
import type { SandboxState } from '../../src/shared/model/state.js';

/** Timeout of a wait in ms: a limit for hangs, not a verdict on speed. */
const WAIT_TIMEOUT_MS = 300_000;

/** Resolves with the first value that `look` finds, now or after a change. */
export function until<T>(
  sandbox: Sandbox,
  what: string,
  look: (state: SandboxState, sandbox: Sandbox) => T | undefined | false,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const subscriptions = [
      sandbox.store.onDidCommit(() => check()),
      sandbox.onDidChangeConnection(() => check()),
      sandbox.onDidChangePending(() => check()),
    ];
    const done = (): void => {
      clearTimeout(timer);
      for (const subscription of subscriptions) subscription.dispose();
    };
    const timer = setTimeout(() => {
      done();
      reject(new Error(`never saw ${what}; ${summary(sandbox)}`));
    }, WAIT_TIMEOUT_MS);
    const check = (): void => {
      const found = look(sandbox.store.state, sandbox);
      if (found === undefined || found === false) return;
      done();
      resolve(found);
    };
    check();
  });
}

/** All messages of an opened session. */
export const messages = (sandbox: Sandbox, id: SessionId): readonly Message[] =>
  sandbox.store.state.transcripts.get(id)?.messages ?? [];

/** All text of the agent in a session, joined. */
export const said = (sandbox: Sandbox, id: SessionId): string =>
  messages(sandbox, id)
    .filter((message) => message.role === 'assistant')
    .flatMap((message) => message.parts.map((part) => (part.type === 'text' ? part.text : '')))
    .join('');

/** The session is idle and its last answer is complete. */
export const rested = (sandbox: Sandbox, id: SessionId): Promise<true> =>
  until(sandbox, `session ${id} at rest`, (state) => {
    if (state.status.has(id) || sandbox.pending.length > 0) return false;
    const last = messages(sandbox, id).at(-1);
    return last?.role === 'assistant' && (last.completed !== undefined || last.error !== undefined);
  });

function summary(sandbox: Sandbox): string {
  const { state } = sandbox.store;
  const transcripts = [...state.transcripts].map(([id, transcript]) => {
    const lines = transcript.messages.map(
      (message) => `${message.role}(${message.parts.map((part) => part.type).join(' ')})`,
    );
    return `${id}: ${lines.join(', ')}`;
  });
  return [
    `connection ${JSON.stringify(sandbox.connection)}`,
    `status ${JSON.stringify([...state.status])}`,
    `pending ${JSON.stringify(sandbox.pending.map((entry) => [entry.text, entry.state, entry.reason]))}`,
    `requests ${state.requests.length}`,
    ...transcripts,
  ].join('; ');
}
