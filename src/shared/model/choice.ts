import type { Catalog, Prompt } from './entities.js';

/** Whether a prompt names a model or an agent that the server no longer offers; false until the catalog is loaded. */
export function isChoiceGone({ model, agent }: Pick<Prompt, 'model' | 'agent'>, catalog: Catalog): boolean {
  const { pending, models, agents } = catalog;
  if (pending === true) return false;
  const hasModel = ({ modelId, providerId }: NonNullable<Prompt['model']>): boolean =>
    models.some((one) => one.modelId === modelId && one.providerId === providerId);
  return (
    (model !== undefined && models.length > 0 && !hasModel(model)) ||
    (agent !== undefined && agents.length > 0 && !agents.some(({ name }) => name === agent))
  );
}

/** The agent that a server uses by default: the first one it lists, or `build` if it lists none. */
export const firstAgent = ({ agents }: Catalog): string =>
  agents.find(({ mode }) => mode !== 'subagent')?.name ?? 'build';
