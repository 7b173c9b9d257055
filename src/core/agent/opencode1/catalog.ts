import type { CatalogPort } from '../ports.js';
import { agent, command, defaultModel, models } from './entities/catalog.js';
import { compact, defined, field, list, text } from './read.js';
import { dataOf, opt, type Client } from './client.js';

/** Models, agents and slash commands of an OpenCode 1 server. */
export const createCatalog = ({ client, at }: Client): CatalogPort => ({
  async read(signal) {
    const [providers, agents, commands, config] = await Promise.all([
      dataOf(client.config.providers(at, opt(signal))),
      dataOf(client.app.agents(at, opt(signal))),
      dataOf(client.command.list(at, opt(signal))),
      dataOf(client.config.get(at, opt(signal))),
    ]);
    const known = models(providers);
    return defined({
      models: known,
      defaultModel: defaultModel(text(config, 'model'), field(providers, 'default')),
      agents: compact(list(agents), agent),
      commands: compact(list(commands), command),
    });
  },
});
