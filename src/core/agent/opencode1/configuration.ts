import type { ConfigurationPort } from '../ports.js';
import { object } from './read.js';
import { configurationSchema } from './schema.js';
import { abortable, dataOf, opt, unlessMissing, type Client } from './client.js';

/** The server's global configuration, not a project's: values written to `/config` do not appear in its response afterwards. */
export const createConfiguration = ({ client, http }: Client): ConfigurationPort => ({
  async read(signal) {
    return object({ read: await dataOf(client.global.config.get(opt(signal))) }, 'read');
  },
  async patch(patch, signal) {
    return object({ read: await dataOf(client.global.config.update({ config: patch } as never, opt(signal))) }, 'read');
  },
  async schema(signal) {
    const answer = await unlessMissing(http.call('GET', '/doc', abortable(signal)));
    const described: unknown = await answer?.json();
    return configurationSchema(object({ described }, 'described'));
  },
});
