import { compact, defined, list } from '../opencode1/read.js';
import type { CatalogPort } from '../ports.js';
import { abortable, type Client } from './client.js';
import { agent, command, modelRef, models } from './entities/catalog.js';

/** Models, agents and slash commands of an OpenCode 2 server. Empty until the folder was opened, which `catalog.changed` tells. */
export const createCatalog = ({ data, at }: Client): CatalogPort => ({
  async read(signal) {
    const query = at();
    const [known, preferred, providers, agents, commands] = await Promise.all([
      data('GET /api/model', { query }, abortable(signal)),
      data('GET /api/model/default', { query }, abortable(signal)),
      data('GET /api/provider', { query }, abortable(signal)),
      data('GET /api/agent', { query }, abortable(signal)),
      data('GET /api/command', { query }, abortable(signal)),
    ]);
    return defined({
      models: models(known, providers),
      defaultModel: modelRef(preferred),
      agents: compact(list(agents), agent),
      commands: compact(list(commands), command),
    });
  },
});
