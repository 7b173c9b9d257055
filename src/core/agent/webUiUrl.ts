import type { SessionId } from '../../shared/model/ids.js';
import { base64 } from '../text/base64.js';
import type { AgentServer, ServerIdentity } from './ports.js';

/** The fields of a session that the URL of its page contains. */
export interface PagedSession {
  readonly id: SessionId;
  readonly directory: string;
}

/**
 * URL of a server's web page: OpenCode's web UI, at a session if one is given, or Sandbox Agent's inspector. Both load
 * their scripts from the root of the host, so they do not work with a path prefix.
 */
export function webUiUrl(
  { kind, baseUrl }: Pick<ServerIdentity, 'kind' | 'baseUrl'>,
  session?: PagedSession,
): string | undefined {
  const { origin, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/$/, '');
  if (kind === 'sandbox-agent') return path === '/opencode' ? `${origin}/ui/` : undefined;
  if (path !== '') return undefined;
  if (session === undefined) return `${origin}/`;
  // The web UI of OpenCode 2 can have several servers, and names each by its address.
  const place = kind === 'opencode-2' ? `server/${base64Url(origin)}` : base64Url(session.directory);
  return `${origin}/${place}/session/${session.id}`;
}

const base64Url = (text: string): string => base64(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** The member `webUi` of a server, if it has one. */
export const webUi = (identity: ServerIdentity): Pick<AgentServer, 'webUi'> => {
  const root = webUiUrl(identity);
  return root === undefined ? {} : { webUi: (session) => webUiUrl(identity, session) ?? root };
};
