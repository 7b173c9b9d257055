import { compact, defined, list } from '../opencode1/read.js';
import type { CatalogPort } from '../ports.js';
import { abortable, type Client } from './client.js';
import { agent, command, modelRef, models } from './entities/catalog.js';

/** Number of loads after which a list of models counts as complete, regardless of its length. */
const MAX_PENDING_READS = 5;

/**
 * Models, agents and slash commands of an OpenCode 2 server. While it opens the folder, it adds providers one by one;
 * each time, it sends `catalog.changed`.
 */
export const createCatalog = ({ data, at }: Client): CatalogPort => {
  let reads = 0;
  return {
    async read(signal) {
      reads++;
      const query = at();
      const [known, preferred, providers, agents, commands] = await Promise.all([
        data('GET /api/model', { query }, abortable(signal)),
        data('GET /api/model/default', { query }, abortable(signal)),
        data('GET /api/provider', { query }, abortable(signal)),
        data('GET /api/agent', { query }, abortable(signal)),
        data('GET /api/command', { query }, abortable(signal)),
      ]);
      const listed = models(known, providers);
      const defaultModel = modelRef(preferred);
      const isWhole = listed.some(
        ({ providerId, modelId }) =>
          defaultModel === undefined || (providerId === defaultModel.providerId && modelId === defaultModel.modelId),
      );
      return defined({
        pending: isWhole || reads > MAX_PENDING_READS ? undefined : (true as const),
        models: listed,
        defaultModel,
        agents: compact(list(agents), agent),
        commands: compact(list(commands), command),
      });
    },
  };
};
