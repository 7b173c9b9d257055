import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import type { ModelInfo, ModelRef } from '../../../shared/model/entities.js';
import { choosable } from '../../../shared/chat.js';
import { formatTokens } from '../../../shared/format.js';
import type { Services } from '../../services/index.js';
import type { ChatController } from './chatController.js';
import { pickOne } from '../../vscode/pickOne.js';
import { listed } from '../../vscode/notifications.js';

const { l10n } = vscode;

/** ID of a model in storage and in lists. */
const modelName = ({ providerId, modelId, variant }: ModelRef): string =>
  `${providerId}/${modelId}${variant === undefined ? '' : `#${variant}`}`;

interface AgentItem extends vscode.QuickPickItem {
  readonly name: string | undefined;
}

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: ModelInfo | 'default';
}

const separator = (label: string): ModelItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

/** Models for a list: recently used first, then by provider. */
function modelItems(models: readonly ModelInfo[], recent: readonly string[]): readonly ModelItem[] {
  const item = (model: ModelInfo): ModelItem => ({
    label: listed(model.name),
    description: [
      model.modelId === model.name ? '' : listed(model.modelId),
      model.context === undefined || model.context === 0 ? '' : l10n.t('{0} tokens', formatTokens(model.context)),
    ]
      .filter((text) => text !== '')
      .join(' · '),
    model,
  });
  const used = recent
    .map((name) => models.find((model) => modelName({ providerId: model.providerId, modelId: model.modelId }) === name))
    .filter((model) => model !== undefined);
  const groups = new Map<string, ModelInfo[]>();
  for (const model of models) groups.set(model.providerName, [...(groups.get(model.providerName) ?? []), model]);
  return [
    ...(used.length === 0 ? [] : [separator(l10n.t('Last used')), ...used.map(item)]),
    ...[...groups].flatMap(([provider, list]) => [separator(provider), ...list.map(item)]),
  ];
}

async function pickVariant(model: ModelInfo): Promise<string | undefined | false> {
  if (model.variants.length === 0) return undefined;
  const standard = l10n.t('Standard');
  const chosen = await vscode.window.showQuickPick([standard, ...model.variants], {
    title: l10n.t('Variant of {0}', model.name),
  });
  if (chosen === undefined) return false;
  return chosen === standard ? undefined : chosen;
}

const isModel = (model: ModelInfo, ref: ModelRef | undefined): boolean =>
  ref !== undefined && ref.modelId === model.modelId && ref.providerId === model.providerId;

/** The label of the server's default, with its name if known. */
const defaultLabel = (name: string | undefined): string =>
  name === undefined ? l10n.t('Default') : l10n.t('Default ({0})', listed(name));

/** Lets the user choose the model for the next prompts in this chat. */
export async function pickModel(services: Services, surface: ChatController): Promise<void> {
  const { sandbox, choice } = surface.context;
  if (sandbox === undefined) throw new Failure('rejected', l10n.t('No session is open here.'));
  await sandbox.ready();
  const { models, defaultModel } = sandbox.store.state.catalog;
  if (models.length === 0)
    throw new Failure('rejected', l10n.t('This server has no models. Set up a provider there first.'));
  const known = models.find((model) => isModel(model, defaultModel));
  const standard: ModelItem = {
    label: defaultLabel(known?.name ?? (defaultModel === undefined ? undefined : modelName(defaultModel))),
    description: defaultModel === undefined ? '' : listed(modelName(defaultModel)),
    model: 'default',
  };
  const items = [standard, ...modelItems(models, services.storage.recentModels)];
  const current = items.find(({ model }) => typeof model === 'object' && isModel(model, choice.model)) ?? standard;
  const chosen = await pickOne(items, current, {
    title: l10n.t('Model for {0}', sandbox.profile.name),
    placeholder: l10n.t('Choose the model for the next prompts'),
    matchOnDescription: true,
  });
  if (chosen?.model === undefined) return;
  const { model: _, ...rest } = choice;
  if (chosen.model === 'default') return surface.choose(rest);
  const { providerId, modelId } = chosen.model;
  const variant = await pickVariant(chosen.model);
  if (variant === false) return;
  services.storage.addRecentModel(modelName({ providerId, modelId }));
  surface.choose({ ...rest, model: { providerId, modelId, ...(variant === undefined ? {} : { variant }) } });
}

/** Lets the user choose the agent for the next prompts in this chat. */
export async function pickAgent(surface: ChatController): Promise<void> {
  const { sandbox, choice } = surface.context;
  if (sandbox === undefined) throw new Failure('rejected', l10n.t('No session is open here.'));
  await sandbox.ready();
  const agents = choosable(sandbox.store.state.catalog.agents);
  if (agents.length === 0) throw new Failure('rejected', l10n.t('This server has no agents to choose from.'));
  const standard: AgentItem = { label: defaultLabel(agents[0]?.name), name: undefined };
  const items = agents.map(({ name, description }): AgentItem => ({
    label: listed(name),
    detail: listed(description ?? ''),
    name,
  }));
  const current = items.find(({ name }) => name === choice.agent) ?? standard;
  const chosen = await pickOne([standard, ...items], current, {
    title: l10n.t('Agent for {0}', sandbox.profile.name),
    placeholder: l10n.t('Choose the agent for the next prompts'),
    matchOnDetail: true,
  });
  if (chosen === undefined) return;
  const { agent: _, ...rest } = choice;
  surface.choose(chosen.name === undefined ? rest : { ...rest, agent: chosen.name });
}
