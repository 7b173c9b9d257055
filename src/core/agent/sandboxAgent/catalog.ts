import { agent, command, defaultModel, models } from '../opencode1/entities/catalog.js';
import { dataOf, opt, type Client } from '../opencode1/client.js';
import { compact, defined, field, list } from '../opencode1/read.js';
import type { CatalogPort } from '../ports.js';

/** Models and agents; `proxying` is called when the server turns out to proxy to an OpenCode server. */
export const createCatalog = ({ client, at }: Client, proxying: () => void): CatalogPort => ({
  async read(signal) {
    const [providers, agents, commands] = await Promise.all([
      dataOf(client.provider.list(at, opt(signal))),
      dataOf(client.app.agents(at, opt(signal))),
      dataOf(client.command.list(at, opt(signal))),
    ]);
    const known = compact(list(commands), command);
    if (known.length > 0) proxying();
    return defined({
      models: models(providers),
      defaultModel: defaultModel(undefined, field(providers, 'default')),
      agents: compact(list(agents), agent),
      commands: known,
    });
  },
});
