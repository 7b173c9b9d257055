import type { PromptsPort } from '../ports.js';
import { commandInput, wireParts } from './prompt.js';
import { withParts } from './entities/message.js';
import { dataOf, opt, unlessMissing, type Client } from './client.js';

/** The prompt operations that every server of this protocol supports. */
export const basicPrompts = ({ client, at }: Client): PromptsPort => ({
  modelPerPrompt: true,
  agents: true,
  async submit(prompt, signal) {
    const { model } = prompt;
    await dataOf(
      client.session.promptAsync(
        {
          ...at,
          sessionID: prompt.sessionId,
          messageID: prompt.messageId,
          parts: wireParts(prompt),
          ...(model === undefined ? {} : { model: { providerID: model.providerId, modelID: model.modelId } }),
          ...(model?.variant === undefined ? {} : { variant: model.variant }),
          ...(prompt.agent === undefined ? {} : { agent: prompt.agent }),
        },
        opt(signal),
      ),
    );
  },
  async find(id, of, signal) {
    const answer = dataOf(client.session.message({ ...at, sessionID: id, messageID: of }, opt(signal)));
    const found = withParts(await unlessMissing(answer));
    // A server that crashed while storing the prompt has its message without text: resending completes it.
    return found?.parts.length === 0 ? undefined : found;
  },
});

/** Prompts, slash commands and shell commands. */
export const createPrompts = (caller: Client): PromptsPort => ({
  ...basicPrompts(caller),
  steers: true,
  async command(name, prompt, signal) {
    const { model } = prompt;
    await dataOf(
      caller.client.session.command(
        {
          ...caller.at,
          sessionID: prompt.sessionId,
          messageID: prompt.messageId,
          command: name,
          ...commandInput(prompt),
          ...(model === undefined ? {} : { model: `${model.providerId}/${model.modelId}` }),
          ...(model?.variant === undefined ? {} : { variant: model.variant }),
          ...(prompt.agent === undefined ? {} : { agent: prompt.agent }),
        },
        opt(signal),
      ),
    );
  },
  async shell(id, line, by, signal) {
    await dataOf(caller.client.session.shell({ ...caller.at, sessionID: id, command: line, agent: by }, opt(signal)));
  },
});
