import { configurationOf } from './port.js';
import * as vscode from 'vscode';
import { createBag, type Disposable } from '../../../core/emitter.js';
import { CONFIG_SCHEME } from '../../vscode/ids.js';
import { withSandbox } from '../../services/errorReporter.js';
import type { Services } from '../../services/index.js';
import { parseSessionRef, sandboxTarget } from '../../services/commandTarget.js';
import { configUri, ConfigDocuments } from './document.js';

/** "Edit Sandbox Configuration": opens the server's configuration in an editor. */
export function register(services: Services): Disposable {
  const documents = new ConfigDocuments(services);
  return createBag(
    documents,
    vscode.workspace.registerFileSystemProvider(CONFIG_SCHEME, documents, { isCaseSensitive: true }),
    services.commands.register('config', {
      async editConfiguration(arg) {
        const ref = parseSessionRef(arg) ?? services.chats.active?.ref;
        const sandbox = await sandboxTarget(services, ref, vscode.l10n.t('Edit the configuration of which sandbox?'));
        if (sandbox === undefined) return;
        await withSandbox(sandbox, async () => {
          await configurationOf(sandbox);
          await vscode.window.showTextDocument(configUri(sandbox), { preview: false });
        });
      },
    }),
  );
}
