import * as vscode from 'vscode';
import { resolveIn } from '../../../core/changes/paths.js';
import { Failure } from '../../../core/failure.js';
import type { FromChat } from '../../../shared/chat.js';
import type { Services } from '../../services/index.js';
import type { ActiveSession } from './activeSession.js';
import { showInfo } from '../../vscode/notifications.js';

const { l10n } = vscode;

/** Parses a web address that may be opened after confirmation; undefined for other schemes. */
export function webAddress(href: string): URL | undefined {
  if (!URL.canParse(href)) return undefined;
  const url = new URL(href);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return undefined;
  url.username = '';
  url.password = '';
  return url;
}

/** Opens a link of the agent's text in the browser, after showing the actual host. */
export async function openLink(href: string): Promise<void> {
  const url = webAddress(href);
  if (url === undefined) throw new Failure('rejected', l10n.t('Only web addresses can be opened.'));
  const open = l10n.t('Open {0}', url.host);
  const chosen = await showInfo(
    l10n.t('Open a page of {0} in the browser?', url.host),
    { modal: true, detail: url.href.slice(0, 1000) },
    open,
  );
  if (chosen === open) await vscode.env.openExternal(vscode.Uri.parse(url.href, true));
}

/** Opens a path from the agent: the workspace's file if the sandbox's folder is mapped to it, otherwise the sandbox's file. */
export async function openPath(
  services: Services,
  { sandbox, session }: ActiveSession,
  { path, ...place }: FromChat['openPath'],
): Promise<void> {
  if (path.includes('\0')) throw new Failure('rejected', l10n.t('This is not a path.'));
  const target = {
    sandboxId: sandbox.profile.id,
    sessionId: session.id,
    path: resolveIn(session.directory, path),
    ...place,
  };
  await services.commands.runWithErrorHandling('openPath', () => services.openPath.call(target));
}
