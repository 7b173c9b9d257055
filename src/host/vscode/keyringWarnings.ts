import { l10n } from 'vscode';
import type { KeyringProblem } from './secrets.js';
import { showWarning } from './notifications.js';

/** Warns about failures of the system's keyring and their consequences. */
export function warnAboutKeyring(problem: KeyringProblem): void {
  void showWarning(
    {
      'not kept': l10n.t(
        'Your system has no keyring that VS Code can use, so the password is kept for this window only. You will be asked for it again after a restart.',
      ),
      'not deleted': l10n.t(
        "Your system's keyring did not delete the password. It is never sent to another address; delete it in the keyring, or change it on the server.",
      ),
    }[problem],
  );
}
