import type { AgentServer } from '../ports.js';
import { wireParts } from './prompt.js';
import { dataOf, long, type Caller } from './client.js';

type PromptCalls = Pick<AgentServer, 'prompt' | 'command' | 'shell'>;

/** What starts a turn. */
export const promptCalls = ({ client, at }: Caller): PromptCalls => ({
  async prompt(prompt, signal) {
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
        long(signal),
      ),
    );
  },
  async command(id, name, args, signal) {
    await dataOf(client.session.command({ ...at, sessionID: id, command: name, arguments: args }, long(signal)));
  },
  async shell(id, line, by, signal) {
    await dataOf(client.session.shell({ ...at, sessionID: id, command: line, agent: by }, long(signal)));
  },
});
