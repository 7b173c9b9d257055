// The prompts on the server.
import type { SessionId } from '../../../../src/shared/model/ids.js';
import type { KindServer } from '../../../support/serverKinds.js';

/** How often each prompt is in these sessions. */
export async function promptsOn(
  server: KindServer,
  sessions: readonly SessionId[],
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  for (const id of sessions) for (const text of await server.prompts(id)) found.set(text, (found.get(text) ?? 0) + 1);
  return found;
}
