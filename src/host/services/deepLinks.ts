import * as vscode from 'vscode';
import { isSessionId, sandboxId, type SandboxId, type SessionId } from '../../shared/model/ids.js';

/** The two supported kinds of links. */
export type Link =
  | { readonly type: 'connect'; readonly url: string; readonly name?: string }
  | { readonly type: 'session'; readonly sandboxId: SandboxId; readonly sessionId: SessionId };

/** Parameters that could contain a secret; a link with one is always refused. */
const SECRETS = /pass(word|wd)?$|^pwd$|token$|secret$|^auth|key$|^credentials?$|session_?id$/i;

/** Parses a link, or returns why it is refused. */
export function parseLink(path: string, query: string): Link | string {
  const params = new URLSearchParams(query);
  if ([...params.keys()].some((key) => SECRETS.test(key)))
    return vscode.l10n.t(
      'The link contains a password or token, which is not allowed. Remove it from the link and enter it here.',
    );
  if (path === '/connect') {
    const url = params.get('url') ?? '';
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || url.length > 2000)
      return vscode.l10n.t('The link has no http or https address.');
    // A sandbox's address needs no user info, query or fragment, so these could only hide something.
    if (parsed.username !== '' || parsed.password !== '' || parsed.search !== '' || parsed.hash !== '')
      return vscode.l10n.t(
        'The link contains a password or token, which is not allowed. Remove it from the link and enter it here.',
      );
    const name = params.get('name')?.trim().slice(0, 100) ?? '';
    return { type: 'connect', url, ...(name === '' ? {} : { name }) };
  }
  if (path === '/session') {
    const sandbox = params.get('sandbox') ?? '';
    const session = params.get('id');
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(sandbox) || !isSessionId(session))
      return vscode.l10n.t('The link does not contain a session ID.');
    return { type: 'session', sandboxId: sandboxId(sandbox), sessionId: session };
  }
  return vscode.l10n.t('This link is not supported.');
}

/** Creates a link to this session, for users of the same sandbox. */
export function sessionLink(extensionId: string, sandbox: SandboxId, session: SessionId): string {
  const query = new URLSearchParams({ sandbox, id: session });
  return `${vscode.env.uriScheme}://${extensionId}/session?${query.toString()}`;
}
