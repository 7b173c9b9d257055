import { defaultAgent } from '../../shared/chat.js';
import { host } from '../bridge.js';
import { readable } from '../format.js';
import { t } from '../l10n.js';
import { frame, messageIds } from '../state.js';
import { Spinner } from '../ui/icons.js';

/** The model and the agent of the next prompt, if the server offers a choice. */
export const Pickers = () => {
  const now = frame.value;
  if (now?.sandbox === undefined) return null;
  const { choice, catalog, capabilities } = now;
  // If only the first prompt can choose the model, the server's default is unknown, and later prompts cannot change the
  // model.
  const chosen = choice.model ?? (capabilities.modelPerPrompt ? catalog.defaultModel : undefined);
  const choosable = capabilities.modelPerPrompt || messageIds.value.length === 0;
  const agent = choice.agent ?? defaultAgent(catalog.agents)?.name;
  const model = catalog.models.find((one) => one.providerId === chosen?.providerId && one.modelId === chosen.modelId);
  return (
    <>
      {choosable && (
        <button
          type="button"
          class="picker"
          aria-label={t('Model')}
          aria-description={model?.name ?? chosen?.modelId}
          title={t('Model')}
          onClick={() => host.send('pickModel', {})}
        >
          {catalog.pending === true && <Spinner />}
          {readable(
            [model?.name ?? chosen?.modelId ?? (catalog.pending === true ? t('Models…') : t('Model')), chosen?.variant]
              .filter(Boolean)
              .join(' · '),
          )}
        </button>
      )}
      {capabilities.agents && (
        <button
          type="button"
          class="picker"
          aria-label={t('Agent')}
          aria-description={agent}
          title={t('Agent')}
          onClick={() => host.send('pickAgent', {})}
        >
          {catalog.pending === true && agent === undefined && <Spinner />}
          {readable(agent ?? (catalog.pending === true ? t('Agents…') : t('Agent')))}
        </button>
      )}
    </>
  );
};
