import { findKnownPaths, toolPaths } from '../../../core/sandbox/knownPaths.js';
import type { ChatController } from './chatController.js';

/** The `paths` that are files of a chat's session; none while the sandbox is not connected. */
export async function knownPaths(
  { sandbox, sessionId }: ChatController['context'],
  paths: readonly string[],
): Promise<readonly string[]> {
  const state = sandbox?.store.state;
  const session = sessionId === undefined ? undefined : state?.sessions.get(sessionId);
  if (sandbox === undefined || state === undefined || session === undefined) return [];
  const { directory } = session;
  const { server, connection } = sandbox;
  const messages = [...state.transcripts.values()].flatMap((transcript) => transcript.messages);
  const files = connection.phase === 'connected' ? server?.files : undefined;
  return findKnownPaths(paths, directory, toolPaths(messages, directory), async (folder) =>
    files === undefined ? [] : files.list(folder, directory),
  );
}
