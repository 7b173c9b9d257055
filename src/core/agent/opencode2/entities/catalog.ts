/** Decodes the catalog: models, agents, commands. */
import type { AgentInfo, CommandInfo, ModelInfo, ModelRef } from '../../../../shared/model/entities.js';
import { compact, defined, field, flag, list, number, text, texts } from '../../opencode1/read.js';

/** The server's name of a model's variant if none was chosen. */
const NO_VARIANT = 'default';

/** A model reference of a session or a message. */
export const modelRef = (value: unknown): ModelRef | undefined => {
  const providerId = text(value, 'providerID');
  const modelId = text(value, 'id');
  const variant = text(value, 'variant');
  return providerId === undefined || modelId === undefined
    ? undefined
    : defined({ providerId, modelId, variant: variant === NO_VARIANT ? undefined : variant });
};

/** The available models; `providers` contains the names of their providers. */
export const models = (values: unknown, providers: unknown): readonly ModelInfo[] => {
  const names = new Map(list(providers).map((provider) => [text(provider, 'id'), text(provider, 'name')]));
  return compact(list(values), (value): ModelInfo | undefined => {
    const ref = modelRef(value);
    if (ref === undefined || flag(value, 'enabled') === false) return undefined;
    return defined({
      ...ref,
      name: text(value, 'name') ?? ref.modelId,
      providerName: names.get(ref.providerId) ?? ref.providerId,
      context: number(field(value, 'limit'), 'context'),
      variants: compact(list(value, 'variants'), (variant) => text(variant, 'id')),
      images: texts(field(value, 'capabilities'), 'input').includes('image'),
    });
  });
};

/** An agent. Its ID is used in calls; `name` is only for display. */
export const agent = (value: unknown): AgentInfo | undefined => {
  const id = text(value, 'id');
  if (id === undefined || flag(value, 'hidden') === true) return undefined;
  const mode = text(value, 'mode');
  return defined({
    name: id,
    description: text(value, 'description'),
    mode: (mode === 'subagent' || mode === 'all' ? mode : 'primary') as AgentInfo['mode'],
  });
};

export const command = (value: unknown): CommandInfo | undefined => {
  const name = text(value, 'name');
  return name === undefined ? undefined : defined({ name, description: text(value, 'description') });
};
