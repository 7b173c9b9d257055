import type { Catalog, Prompt } from './entities.js';

/** Whether a prompt names a model or an agent that the server no longer offers; while nothing is known, it may. */
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

/** The agent that a server takes where none is chosen: its first one, `build` where it names none. */
export const firstAgent = ({ agents }: Catalog): string =>
  agents.find(({ mode }) => mode !== 'subagent')?.name ?? 'build';
