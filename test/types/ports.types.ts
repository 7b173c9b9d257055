// Checked by `npm run typecheck`: each line below an expectation must not compile.
import type { AgentServer } from '../../src/core/agent/ports.js';
import type { SessionId } from '../../src/shared/model/ids.js';

/** A capability is the presence of a port: it has to be checked before it is used. */
export async function useWithoutCheck(server: AgentServer, id: SessionId): Promise<void> {
  // @ts-expect-error Not every server applies patches.
  await server.patches.apply('', '/');
  // @ts-expect-error Not every server lists files.
  await server.files.list('/');
  // @ts-expect-error Not every server has terminals.
  void server.terminals.open;
  // @ts-expect-error Not every server archives sessions.
  await server.sessions.archive(id, true);
  // @ts-expect-error Not every server has a web page.
  server.webUi(undefined);
}

export async function useWithCheck(server: AgentServer): Promise<void> {
  if (server.patches !== undefined) await server.patches.apply('', '/');
  server.webUi?.(undefined);
}
