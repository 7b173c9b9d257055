import type { AgentServer } from '../ports.js';
import { object } from './read.js';
import { configurationSchema } from './schema.js';
import { abortable, dataOf, opt, unlessMissing, type Caller } from './client.js';

type ConfigurationCalls = Pick<AgentServer, 'configuration' | 'patchConfiguration' | 'configurationSchema'>;

/** The server's own configuration, not a project's: what is written into `/config` is not in its answer afterwards. */
export const configurationCalls = ({ client, http }: Caller): ConfigurationCalls => ({
  async configuration(signal) {
    return object({ read: await dataOf(client.global.config.get(opt(signal))) }, 'read');
  },
  async patchConfiguration(patch, signal) {
    return object({ read: await dataOf(client.global.config.update({ config: patch } as never, opt(signal))) }, 'read');
  },
  async configurationSchema(signal) {
    const answer = await unlessMissing(http.call('GET', '/doc', abortable(signal)));
    const described: unknown = await answer?.json();
    return configurationSchema(object({ described }, 'described'));
  },
});
