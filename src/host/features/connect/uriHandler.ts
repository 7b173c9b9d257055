import * as vscode from 'vscode';
import { Failure } from '../../../core/failure.js';
import { parseLink, type Link } from '../../services/deepLinks.js';
import type { Services } from '../../services/index.js';
import { sessionNamed } from '../../services/commandTarget.js';
import { addSandbox } from './add.js';
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
  const go = vscode.l10n.t('Continue');
  const chosen = await showWarning(
    vscode.l10n.t('A link wants to add a sandbox at {0}.', new URL(link.url).host),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Continue only if you know this server: what you write there, and code you send, is read and run by it. Nothing is saved before you have checked the address.',
      ),
    },
    go,
  );
  if (chosen === go)
    await addSandbox(services, { url: link.url, ...(link.name === undefined ? {} : { name: link.name }) });
}

/** Handles `vscode://…/connect` and `/session`. */
export const registerLinks = (services: Services): vscode.Disposable =>
  vscode.window.registerUriHandler({
    handleUri: (uri) =>
      void services.commands.guard('link', async () => {
        const link = parseLink(uri.path, uri.query);
        if (typeof link === 'string') throw new Failure('rejected', link);
        await follow(services, link);
      }),
  });
