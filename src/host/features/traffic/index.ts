import * as vscode from 'vscode';
import type { Traffic } from '../../../core/agent/ports.js';
import { createBag, type Disposable } from '../../../core/emitter.js';
import type { Sandbox } from '../../../core/sandbox/sandbox.js';
import type { Services } from '../../services/index.js';
import { sandboxTarget } from '../../services/commandTarget.js';
import { toCurl, trafficLine } from './lines.js';
import { createRecord, MAX_ENTRIES } from './record.js';

interface Shown extends vscode.QuickPickItem {
  readonly entry: Traffic;
}

/** "Show Traffic": lists live requests and events, newest first; entries can be opened or copied as a curl command. */
function showTraffic(services: Services, sandbox: Sandbox, of: () => readonly Traffic[]): void {
  const { clock } = services;
  const pick = vscode.window.createQuickPick<Shown>();
  const copy: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon('copy'),
    tooltip: vscode.l10n.t('Copy as curl'),
  };
  pick.title = vscode.l10n.t('Traffic of {0}, newest first', sandbox.profile.name);
  pick.placeholder = vscode.l10n.t('Filter requests and events');
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  const draw = (): void => {
    pick.items = of()
      .toReversed()
      .slice(0, MAX_ENTRIES)
      .map((entry) => ({ ...trafficLine(entry), entry, ...(entry.kind === 'request' ? { buttons: [copy] } : {}) }));
  };
  let cancel: (() => void) | undefined;
  const soon = (): void => {
    cancel ??= clock.after(500, () => {
      cancel = undefined;
      draw();
    });
  };
  const own = createBag(
    services.onTraffic((passed) => {
      if (passed.sandbox === sandbox) soon();
    }),
    { dispose: () => cancel?.() },
    pick,
  );
  const base = sandbox.identity?.baseUrl ?? sandbox.profile.url;
  pick.onDidTriggerItemButton(({ item }) => {
    void vscode.env.clipboard.writeText(
      services.redactor.clean(toCurl(item.entry, base, sandbox.identity?.auth ?? 'none', sandbox.profile.username)),
    );
    vscode.window.setStatusBarMessage(vscode.l10n.t('Copied as a curl command, without the password.'), 3000);
  });
  pick.onDidAccept(() => {
    const [item] = pick.selectedItems;
    pick.hide();
    if (item === undefined) return;
    const content = services.redactor.clean(JSON.stringify(item.entry, undefined, 2));
    void services.commands.runWithErrorHandling('showTraffic', async () =>
      vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content, language: 'json' })),
    );
  });
  pick.onDidHide(() => own.dispose());
  draw();
  pick.show();
}

/** Registers the recording of traffic with the sandboxes, for bug reports. */
export function register(services: Services): Disposable {
  const record = createRecord(services);
  return createBag(
    record,
    services.commands.register('traffic', {
      async showTraffic(arg) {
        const sandbox = await sandboxTarget(services, arg, vscode.l10n.t('Show Traffic'));
        if (sandbox !== undefined) showTraffic(services, sandbox, () => record.of(sandbox.profile.id));
      },
    }),
  );
}
