/** Decodes the catalog: models, agents, commands. */
import type { AgentInfo, CommandInfo, ModelInfo, ModelRef } from '../../../../shared/model/entities.js';
import { defined, field, flag, list, number, object, text, texts } from '../read.js';
import { isObject } from '../../../../shared/json.js';

/** A model reference of a session or a message. */
export const model = (value: unknown): ModelRef | undefined => {
  const providerId = text(value, 'providerID');
  const modelId = text(value, 'modelID') ?? text(value, 'id');
  const variant = text(value, 'variant');
  return providerId === undefined || modelId === undefined ? undefined : defined({ providerId, modelId, variant });
};

/** Models of a provider list (`all` or `providers`); the API keys in it are never read. */
export const models = (value: unknown): readonly ModelInfo[] => {
  const connected = texts(value, 'connected');
  const providers = [...list(value, 'all'), ...list(value, 'providers')];
  return providers.flatMap((provider) => {
    const providerId = text(provider, 'id') ?? '';
    if (connected.length > 0 && !connected.includes(providerId)) return [];
    return Object.values(object(provider, 'models')).map((one): ModelInfo =>
      defined({
        providerId,
        modelId: text(one, 'id') ?? '',
        name: text(one, 'name') ?? text(one, 'id') ?? '',
        providerName: text(provider, 'name') ?? providerId,
        context: number(field(one, 'limit'), 'context'),
        variants: Object.keys(object(one, 'variants')),
        images: flag(field(field(one, 'capabilities'), 'input'), 'image') ?? false,
      }),
    );
  });
};

/** The configured `provider/model`, else the first provider's default. */
export function defaultModel(configured: string | undefined, defaults: unknown): ModelRef | undefined {
  const slash = configured?.indexOf('/') ?? -1;
  if (configured !== undefined && slash > 0)
    return { providerId: configured.slice(0, slash), modelId: configured.slice(slash + 1) };
  const [first] = Object.entries(isObject(defaults) ? defaults : {});
  return first === undefined || typeof first[1] !== 'string' ? undefined : { providerId: first[0], modelId: first[1] };
}

export const agent = (value: unknown): AgentInfo | undefined => {
  const name = text(value, 'name');
  if (name === undefined || flag(value, 'hidden') === true) return undefined;
  const mode = text(value, 'mode');
  return defined({
    name,
    description: text(value, 'description'),
    mode: (mode === 'subagent' || mode === 'all' ? mode : 'primary') as AgentInfo['mode'],
  });
};

export const command = (value: unknown): CommandInfo | undefined => {
  const name = text(value, 'name');
  return name === undefined ? undefined : defined({ name, description: text(value, 'description') });
};
