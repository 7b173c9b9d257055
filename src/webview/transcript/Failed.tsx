import type { ComponentChildren } from 'preact';
import type { TurnError } from '../../shared/model/entities.js';
import { host } from '../bridge.js';
import { visible } from '../format.js';
import { t } from '../l10n.js';
import { frame } from '../state.js';
import { adviceFor } from './advice.js';

const LABEL = { compact: 'Compact', pickModel: 'Choose Model…' } as const;

/** Why a turn or session failed, and what to do now. */
export function Failed({ error, children }: { error: TurnError; children?: ComponentChildren }) {
  const advice = adviceFor(error);
  const can = frame.value?.capabilities;
  const act = advice?.act;
  const offered = act === 'compact' ? can?.compact === true : act === 'pickModel' && can?.modelPerPrompt === true;
  return (
    <div class="failure" role="note">
      <strong>{t('The turn failed')}</strong>
      <span>{visible(error.message.slice(0, 2000))}</span>
      {advice !== undefined && <span>{t(advice.words)}</span>}
      {act !== undefined && offered && (
        <div class="tool-links">
          <button type="button" class="link" onClick={() => host.send(act, {})}>
            {t(LABEL[act])}
          </button>
        </div>
      )}
      {children}
    </div>
  );
}
