import * as vscode from 'vscode';
import { Failure } from '../../core/failure.js';
import type { Session } from '../../shared/model/entities.js';
import { isSessionId, sandboxId, type SandboxId, type SessionId } from '../../shared/model/ids.js';
import type { Services } from '../services.js';
import { addSandbox } from './add.js';

/** What a link to us may mean: these two things and nothing else. */
export type Link =
  | { readonly type: 'connect'; readonly url: string; readonly name?: string }
  | { readonly type: 'session'; readonly sandboxId: SandboxId; readonly sessionId: SessionId };

/** Parameters that could carry a secret: a link with one is refused, whoever made it. */
const SECRETS = /^(password|passwd|pass|token|secret|auth|auth_token|key|api_?key|credentials?)$/i;

/** Reads a link, or says why it is refused. */
export function parseLink(path: string, query: string): Link | string {
  const params = new URLSearchParams(query);
  if ([...params.keys()].some((key) => SECRETS.test(key)))
    return vscode.l10n.t('The link holds a password or token. Links must not: open it without, and enter the secret here.');
  if (path === '/connect') {
    const url = params.get('url') ?? '';
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || url.length > 2000)
      return vscode.l10n.t('The link has no http or https address.');
    if (parsed.username !== '' || parsed.password !== '')
      return vscode.l10n.t('The link holds a password or token. Links must not: open it without, and enter the secret here.');
    const name = params.get('name')?.trim().slice(0, 100) ?? '';
    return { type: 'connect', url, ...(name === '' ? {} : { name }) };
  }
  if (path === '/session') {
    const sandbox = params.get('sandbox') ?? '';
    const session = params.get('id');
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(sandbox) || !isSessionId(session))
      return vscode.l10n.t('The link does not name a session.');
    return { type: 'session', sandboxId: sandboxId(sandbox), sessionId: session };
  }
  return vscode.l10n.t('The link means nothing to this extension.');
}

/** A link that opens this session for someone who has the same sandbox. */
export function sessionLink(services: Services, sandbox: SandboxId, session: Session): string {
  const { id } = services.context.extension;
  const query = new URLSearchParams({ sandbox, id: session.id });
  return `${vscode.env.uriScheme}://${id}/session?${query.toString()}`;
}

async function follow(services: Services, link: Link): Promise<void> {
  if (link.type === 'session') {
    const sandbox = services.sandboxes.get(link.sandboxId);
    if (sandbox === undefined)
      throw new Failure('rejected', vscode.l10n.t('The link is to a sandbox that is not set up here.'));
    await sandbox.ready();
    if (!sandbox.store.state.sessions.has(link.sessionId))
      throw new Failure('rejected', vscode.l10n.t('This session is gone.'));
    await services.chats.open(link);
    return;
  }
  const go = vscode.l10n.t('Continue');
  const chosen = await vscode.window.showWarningMessage(
    vscode.l10n.t('A link wants to add a sandbox at {0}.', new URL(link.url).host),
    {
      modal: true,
      detail: vscode.l10n.t(
        'Continue only if you know this server: what you write there, and code you send, is read and run by it. Nothing is saved before you have checked the address.',
      ),
    },
    go,
  );
  if (chosen === go) await addSandbox(services, { url: link.url, ...(link.name === undefined ? {} : { name: link.name }) });
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
