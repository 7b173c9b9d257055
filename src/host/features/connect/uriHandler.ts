import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import { parseLink, type Link } from '../../services/deepLinks.js';
import type { Services } from '../../services/index.js';
import { sessionNamed } from '../../services/commandTarget.js';
import { addSandbox } from './add.js';
import { askModally } from '../../vscode/consent.js';
import { showWarning } from '../../vscode/notifications.js';

async function follow(services: Services, link: Link): Promise<void> {
  if (link.type === 'session') {
    const sandbox = services.sandboxes.get(link.sandboxId);
    if (sandbox === undefined)
      throw new Failure('rejected', vscode.l10n.t('The link points to a sandbox that is not configured here.'));
    await sessionNamed(sandbox, link.sessionId);
    await services.chats.open(link);
    return;
  }
  if (await mayAdd(services, link.url))
    await addSandbox(services, { url: link.url, ...(link.name === undefined ? {} : { name: link.name }) });
}

/**
 * Asks whether the link may add a sandbox. The first button has the focus: Enter, still held down from the link, must
 * not add it.
 */
async function mayAdd({ clock }: Services, url: string): Promise<boolean> {
  const go = vscode.l10n.t('Continue');
  const question = vscode.l10n.t('A link wants to add a sandbox at {0}.', new URL(url).host);
  const detail = vscode.l10n.t(
    'Continue only if you trust this server: it can read what you write and run the code that you send. Nothing is saved before you have checked the address.',
  );
  const chosen = await askModally(
    clock,
    () => showWarning(question, { modal: true, detail }, vscode.l10n.t("Don't Add"), go),
    (answer) => answer === go,
  );
  return chosen === go;
}

/** Handles `vscode://…/connect` and `/session`. */
export const registerLinks = (services: Services): vscode.Disposable =>
  vscode.window.registerUriHandler({
    handleUri: (uri) =>
      void services.commands.runWithErrorHandling('link', async () => {
        const link = parseLink(uri.path, uri.query);
        if (typeof link === 'string') throw new Failure('rejected', link);
        await follow(services, link);
      }),
  });
