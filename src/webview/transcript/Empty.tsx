import { t } from '../l10n.js';
import { frame } from '../state.js';

/** What to do when there is nothing to read yet. */
export const Empty = () => {
  const now = frame.value;
  if (now?.sandbox === undefined)
    return (
      <div class="empty">
        <h2>{t('No sandbox yet')}</h2>
        <p>{t('Add a sandbox in the Sessions view above to begin.')}</p>
      </div>
    );
  return (
    <div class="empty">
      <h2>{now.sessionId === undefined ? t('Start a session') : t('Nothing said yet')}</h2>
      <p>
        {t(
          'Write what you want done. The agent works in {0}; you can watch, answer and stop it here.',
          now.sandbox.name,
        )}
      </p>
    </div>
  );
};
