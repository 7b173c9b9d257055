import type { Suggestion } from '../../shared/chat.js';
import { host } from '../bridge.js';
import { t } from '../l10n.js';
import { draft, frame } from '../state.js';

const NoSandbox = () => (
  <div class="empty">
    <h2>{t('No sandbox yet')}</h2>
    <p>{t('A sandbox is the server that your agent runs on. Add one, or start one on this machine.')}</p>
    <div class="suggestions">
      <button type="button" class="button primary" onClick={() => host.send('act', { id: 'addSandbox' })}>
        {t('Add Sandbox')}
      </button>
      <button type="button" class="button" onClick={() => host.send('act', { id: 'startLocalSandbox' })}>
        {t('Start Local Sandbox')}
      </button>
    </div>
  </div>
);

/** Buttons for common tasks; each inserts its prompt into the input. */
const Suggestions = () => {
  const suggestion = (id: Suggestion, label: string) => (
    <button type="button" class="suggestion" onClick={() => host.send('suggest', { id })}>
      {label}
    </button>
  );
  // Never replace the current text.
  if (draft.value !== '') return null;
  return (
    <div class="suggestions" role="group" aria-label={t('Suggestions')}>
      {suggestion('explain', t('Explain this project'))}
      {suggestion('fixProblems', t('Fix the problems of this file'))}
      {suggestion('runTests', t('Run the tests'))}
    </div>
  );
};

/** Suggestions for an empty conversation. */
export const Empty = () => {
  const sandbox = frame.value?.sandbox;
  if (sandbox === undefined) return <NoSandbox />;
  return (
    <div class="empty">
      <h2>{t('What should the agent do?')}</h2>
      <p>{t('The agent works in {0}. You can watch, answer and stop it here.', sandbox.name)}</p>
      <Suggestions />
    </div>
  );
};
