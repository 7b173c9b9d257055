import type { SessionId } from '../../shared/model/ids.js';
import { base64 } from '../redact.js';
import type { ServerIdentity } from './ports.js';

/** What the address of a page needs of a session. */
export interface PagedSession {
  readonly id: SessionId;
  readonly directory: string;
}

/**
 * The page of a server for a browser: OpenCode's web UI, at a session if one is given, or Sandbox Agent's inspector.
 * Both ask for their scripts from the root of the host, so behind any other path there is nothing to open.
 */
export function webPage(
  { flavor, baseUrl }: Pick<ServerIdentity, 'flavor' | 'baseUrl'>,
  session?: PagedSession,
): string | undefined {
  const { origin, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/$/, '');
  if (flavor === 'sandbox-agent') return path === '/opencode' ? `${origin}/ui/` : undefined;
  if (path !== '') return undefined;
  if (session === undefined) return `${origin}/`;
  const folder = base64(session.directory).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `${origin}/${folder}/session/${session.id}`;
}
