import { Failure } from '../../failure.js';
import { dataOf, opt, type Client } from '../opencode1/client.js';
import { wireParts } from '../opencode1/prompt.js';
import { basicPrompts } from '../opencode1/prompts.js';
import { list, text } from '../opencode1/read.js';
import type { PromptsPort } from '../ports.js';
import { expandCommand } from './command.js';
import { stripUnreported } from './sessions.js';

/** Fails with 404 if the server does not have the session; a prompt would create it, without its earlier messages. */
const requireSession = async ({ client, at }: Client, sessionID: string, signal?: AbortSignal): Promise<unknown> =>
  dataOf(client.session.get({ ...at, sessionID }, opt(signal)));

/** Prompts of a Sandbox Agent. */
export function createPrompts(caller: Client): PromptsPort {
  const base = basicPrompts(caller);
  return {
    ...base,
    modelPerPrompt: false,
    agents: false,
    async submit(prompt, signal) {
      await requireSession(caller, prompt.sessionId, signal);
      await base.submit(prompt, signal);
    },
    async find(id, of, signal) {
      const found = await base.find(id, of, signal);
      return found === undefined ? undefined : stripUnreported(found);
    },
  };
}

/**
 * Runs a slash command as a prompt: Sandbox Agent lists the commands of its OpenCode server, but has no endpoint that
 * runs them.
 */
export const runCommand =
  (caller: Client): NonNullable<PromptsPort['command']> =>
  async (name, prompt, signal) => {
    const { client, at } = caller;
    const commands = list(await dataOf(client.command.list(at, opt(signal))));
    const template = text(
      commands.find((one) => text(one, 'name') === name),
      'template',
    );
    if (template === undefined) throw new Failure('rejected', 'This server cannot run that command.');
    const { sessionId: sessionID, messageId: messageID } = prompt;
    await requireSession(caller, sessionID, signal);
    const parts = wireParts({ ...prompt, text: expandCommand(template, prompt.text) });
    await dataOf(client.session.promptAsync({ ...at, sessionID, messageID, parts }, opt(signal)));
  };
