import { l10n } from 'vscode';
import { START_TIMEOUT_SECONDS, type Ending } from '../../platform/node/localServer/process.js';

/** Why a server ended, as part of a sentence. */
export const describeEnding = (ending: Ending): string => {
  if (ending === 'late') return l10n.t('no response in {0} seconds', START_TIMEOUT_SECONDS);
  if (ending === 'open') return l10n.t('it accepts requests without its password');
  if (ending === 'stopped') return l10n.t('stopped');
  if ('message' in ending)
    return ending.message.includes('ENOENT')
      ? l10n.t('the program was not found')
      : /EACCES|EPERM/.test(ending.message)
        ? l10n.t('the program may not be run')
        : l10n.t('the program could not be run');
  return ending.signal ?? l10n.t('exit code {0}', ending.code ?? 0);
};

/** Whether a server ended because another program uses its port. */
export const isPortTaken = (ending: Ending): boolean =>
  ending === 'open' || (typeof ending === 'object' && 'code' in ending);
