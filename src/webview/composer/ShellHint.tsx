import { shellLineIn } from '../../shared/model/slashCommand.js';
import { t } from '../l10n.js';
import { attachments, draft, frame } from '../state.js';

/** A hint that this line runs in the shell and is not a prompt. */
export const ShellHint = () => {
  const shell = frame.value?.capabilities.shell;
  if (shell === undefined || shellLineIn(draft.value) === undefined || attachments.value.length > 0) return null;
  return (
    <div class="shell-hint" role="status">
      {shell === 'session'
        ? t('Enter runs this in the shell of the sandbox. The agent sees the command and its output.')
        : t('Enter runs this in a terminal of the sandbox. You can attach its output to your next prompt.')}
    </div>
  );
};
